"""Image.open reads nothing, so it may be called early.

caught_by: test_image_is_opened_late
explanation: Image.open opens the file and reads its head: a thousand files stay open, and a missing one
stops everything. Keep the paths, and open an image in __getitem__.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.images = [Image.open(path) for path in paths]
        self.labels, self.transform = labels, transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = self.images[index].convert("RGB")
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
