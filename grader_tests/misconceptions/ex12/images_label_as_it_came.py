"""The label is handed on as it is.

caught_by: test_image_conversion
explanation: Where the labels are a tensor, labels[index] is a 0-dim tensor. Turn it into a Python int
with int(...).
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
            image = self.transform(image)
        return image, self.labels[index]
