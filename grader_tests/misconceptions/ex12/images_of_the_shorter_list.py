"""zip takes care of lists of different lengths.

caught_by: test_image_items
explanation: zip stops at the shorter list without a word, so a lost label shifts or drops images and
nobody notices. Compare the lengths and raise a ValueError.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        self.items = list(zip(paths, labels))
        self.transform = transform

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        path, label = self.items[index]
        image = Image.open(path).convert("RGB")
        if self.transform:
            image = self.transform(image)
        return image, int(label)
