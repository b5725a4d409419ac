"""A class with __len__ and __getitem__ needs no base class.

caught_by: test_image_items
explanation: The contract asks for a torch.utils.data.Dataset, which other code may check for: write
class ImageFolderDataset(Dataset).
"""


class ImageFolderDataset(object):
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
        return image, int(self.labels[index])
