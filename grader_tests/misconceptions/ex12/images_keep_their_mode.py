"""An image is an image.

caught_by: test_image_conversion
explanation: A grey file gives an image with one channel, a palette file one of numbers that are no
colours. Call .convert("RGB") on each.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
