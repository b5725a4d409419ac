"""Storing the transform is enough.

caught_by: test_image_conversion, test_image_is_opened_late
explanation: The transform is stored and never called. Call it with the RGB image in __getitem__ and
return what it gives.
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
        return image, int(self.labels[index])
