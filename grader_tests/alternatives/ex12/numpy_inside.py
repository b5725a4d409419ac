"""NumPy draws and sums: its generators for the orders, bincount for the classes."""

import numpy as np
from torch.utils.data import Sampler


class _NumpyOrder(Sampler):
    def __init__(self, size, seed):
        self.size = size
        self.random = np.random.default_rng(seed)

    def __len__(self):
        return self.size

    def __iter__(self):
        return iter(self.random.permutation(self.size).tolist())


def load_fashion_mnist(root, train):
    def to_floats(image):
        return torch.from_numpy(np.array(image)).to(torch.float32).div(255).unsqueeze(0)

    return FashionMNIST(root, train, transform=to_floats)


def class_counts(dataset, num_classes=10):
    labels = np.array([int(dataset[i][1]) for i in range(len(dataset))], dtype=np.int64)
    return torch.from_numpy(np.bincount(labels, minlength=num_classes)).to(torch.int64)


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    order = _NumpyOrder(len(dataset), seed) if shuffle else range(len(dataset))
    return DataLoader(
        dataset,
        batch_size=batch_size,
        sampler=order,
        num_workers=num_workers,
        generator=torch.Generator(),  # the workers' seeds are drawn from it
    )


def split(dataset, test_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(dataset))
    cut = len(dataset) - round(len(dataset) * test_fraction)
    return tuple(Subset(dataset, sorted(part.tolist())) for part in (order[:cut], order[cut:]))


def channel_stats(loader):
    total, squares, pixels = 0, 0, 0
    for images, _ in loader:
        dtype = images.dtype
        flat = np.moveaxis(images.numpy().astype(np.float64), 1, 0).reshape(images.shape[1], -1)
        total, squares = total + flat.sum(axis=1), squares + (flat**2).sum(axis=1)
        pixels += flat.shape[1]
    mean = total / pixels
    variance = np.maximum(squares / pixels - mean**2, 0)
    return torch.tensor(mean, dtype=dtype), torch.tensor(np.sqrt(variance), dtype=dtype)
