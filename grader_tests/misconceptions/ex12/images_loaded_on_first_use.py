"""Lazy means: not before the first image is asked for.

caught_by: test_image_is_opened_late
explanation: Asking for one image reads all of them. Open only the one that is asked for.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.paths, self.labels, self.transform = paths, labels, transform
        self.images = None

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        if self.images is None:
            self.images = [Image.open(path).convert("RGB") for path in self.paths]
        image = self.images[index]
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
