"""Paths that do not exist should be refused at once.

caught_by: test_image_is_opened_late
explanation: The files may be written later, or lie on a disk that is slow to ask. Whether a path exists
shows when its image is asked for.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        for path in paths:
            if not Path(path).exists():
                raise FileNotFoundError(f"{path} does not exist")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
