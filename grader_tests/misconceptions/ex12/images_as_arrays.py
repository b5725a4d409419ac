"""An image is an array of numbers.

caught_by: test_image_items, test_image_conversion
explanation: Without a transform the item should be the PIL image itself, and a transform is called with
a PIL image. Leave np.asarray to the transform.
"""

import numpy as np


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = np.asarray(Image.open(self.paths[index]).convert("RGB"))
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
