"""The order of transform and conversion does not matter.

caught_by: test_image_conversion
explanation: The transform meets grey and palette images, and what it returns need not be a PIL image any
more. Convert to RGB first, then transform.
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
            return self.transform(image), int(self.labels[index])
        return image.convert("RGB"), int(self.labels[index])
