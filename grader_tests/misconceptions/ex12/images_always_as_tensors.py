"""Items of a dataset are tensors.

caught_by: test_image_items, test_image_conversion, test_image_is_opened_late
explanation: Without a transform the item should be the PIL image. Whoever wants tensors passes
transforms.ToTensor() as transform.
"""


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("paths and labels differ in number")
        self.paths, self.labels, self.transform = paths, labels, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = transforms.ToTensor()(Image.open(self.paths[index]).convert("RGB"))
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[index])
