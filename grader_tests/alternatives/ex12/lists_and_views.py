"""Plain lists as parts, a cache of images, running means, a sampler that is a list in changing order."""


class _Order(list):
    def __init__(self, size, seed):
        super().__init__(range(size))
        self.generator = torch.Generator().manual_seed(seed)

    def __iter__(self):
        return iter(torch.rand(len(self), generator=self.generator).argsort().tolist())


def load_fashion_mnist(root, train):
    data = FashionMNIST(Path(root), train=train)
    data.transform = transforms.Compose(
        [transforms.PILToTensor(), transforms.ConvertImageDtype(torch.float32)]
    )
    data.transforms = None
    data.__class__ = type("Images", (FashionMNIST,), {"__getitem__": _item})
    return data


def _item(self, index):
    image = Image.fromarray(self.data[index].numpy())
    return self.transform(image), int(self.targets[index])


def class_counts(dataset, num_classes=10):
    if len(dataset) == 0:
        return torch.zeros(num_classes).long()
    labels = torch.stack([torch.as_tensor(dataset[i][1]) for i in range(len(dataset))])
    return (labels.view(-1, 1) == torch.arange(num_classes)).sum(dim=0)


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    if not shuffle:
        return DataLoader(dataset, batch_size, generator=generator, num_workers=num_workers)
    order = _Order(len(dataset), seed)
    return DataLoader(dataset, batch_size, sampler=order, generator=generator, num_workers=num_workers)


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        if len(paths) != len(labels):
            raise ValueError("as many labels as paths are needed")
        self.paths, self.labels, self.transform = tuple(paths), list(map(int, labels)), transform
        self.cache = {}

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        if index not in self.cache:
            with open(self.paths[index], "rb") as file, Image.open(file) as image:
                self.cache[index] = image.convert("RGB")
        image = self.cache[index].copy()
        return image if self.transform is None else self.transform(image), self.labels[index]


def split(dataset, test_fraction, seed):
    scores = torch.rand(len(dataset), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    ranks = scores.argsort().argsort()
    size = round(len(dataset) * test_fraction)
    train = [dataset[i] for i in range(len(dataset)) if ranks[i] >= size]
    return train, [dataset[i] for i in range(len(dataset)) if ranks[i] < size]


def channel_stats(loader):
    seen, mean, mean_of_squares = 0, 0, 0
    for images, _labels in loader:
        weight = len(images) / (seen + len(images))
        mean = mean + (images.mean((0, 2, 3)) - mean) * weight
        mean_of_squares = mean_of_squares + ((images**2).mean((0, 2, 3)) - mean_of_squares) * weight
        seen += len(images)
    return mean, (mean_of_squares - mean**2).clamp(min=0) ** 0.5
