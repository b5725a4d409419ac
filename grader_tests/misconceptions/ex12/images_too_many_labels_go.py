"""Only a missing label is a problem.

caught_by: test_image_items
explanation: More labels than paths mean that something is shifted. Compare with != and raise a
ValueError in both cases.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(labels) < len(paths):
            raise ValueError("labels are missing")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
