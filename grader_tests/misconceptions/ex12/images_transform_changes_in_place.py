"""A transform changes the image that it is given.

caught_by: test_image_conversion
explanation: A transform returns a new image and leaves the old one as it is: use what it returns.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        if self.transform:
            self.transform(image)
        return image, int(self.labels[index])
