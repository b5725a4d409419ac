"""assert is the way to check arguments.

caught_by: test_image_items
explanation: assert raises AssertionError, and with python -O it checks nothing. For a caller's mistake
raise ValueError and say what is wrong.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        assert len(paths) == len(labels), "paths and labels differ in number"
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
