"""Exercise 12: datasets and loaders.

A dataset answers two questions: how many items are there (`len(dataset)`), and what is item number i
(`dataset[i]`)? An item is a pair `(image, label)`. Nobody says that all items are in memory: a dataset may
open a file each time it is asked for one. A loader takes a dataset and hands out its items in batches, in
order or shuffled.

Random order has to be repeatable, or nobody can compare two runs. So each function that draws at random
takes a seed, and none of them touches the global random state of torch, NumPy or Python: whoever uses that
draws the same numbers as without you.
"""

from collections.abc import Callable, Iterable, Sequence

from pathlib import Path

from typing import Any

import torch

from PIL import Image

from torch import Tensor

from torch.utils.data import DataLoader, Dataset, Subset

from torchvision import transforms

from torchvision.datasets import FashionMNIST

class _Floats(FashionMNIST):
    @property
    def raw_folder(self):  # torchvision names the folder after the class
        return str(Path(self.root) / "FashionMNIST" / "raw")

    def __getitem__(self, index):
        return self.data[index].unsqueeze(0).double() / 255, self.targets[index].item()

class _Batches:
    """Batches of indices; epoch number and seed together make the order."""

    def __init__(self, size, batch_size, shuffle, seed):
        self.size, self.batch_size, self.shuffle, self.seed = size, batch_size, shuffle, seed
        self.epoch = 0

    def __len__(self):
        return -(-self.size // self.batch_size)

    def __iter__(self):
        order = torch.arange(self.size)
        if self.shuffle:
            generator = torch.Generator().manual_seed(1_000_003 * self.seed + self.epoch)
            order = torch.randperm(self.size, generator=generator)
            self.epoch += 1
        for batch in order.split(self.batch_size):
            yield batch.tolist()

class _Part:
    def __init__(self, whole, positions):
        self.whole, self.positions = whole, positions

    def __len__(self):
        return len(self.positions)

    def __getitem__(self, index):
        return self.whole[self.positions[index]]

def load_fashion_mnist(root, train):
    return _Floats(root, train=train)

def class_counts(dataset, num_classes=10):
    counts = [0] * num_classes
    for index in range(len(dataset)):
        counts[dataset[index][1]] += 1
    return torch.tensor(counts, dtype=torch.long)

def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    batches = _Batches(len(dataset), batch_size, shuffle, seed)
    return DataLoader(
        dataset, batch_sampler=batches, num_workers=num_workers, generator=torch.Generator().manual_seed(0)
    )

class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        self.paths, self.labels = [Path(path) for path in paths], torch.as_tensor(labels)
        if len(self.paths) != self.labels.numel():
            raise ValueError(f"{len(self.paths)} paths and {self.labels.numel()} labels")
        self.transform = transform

    def __len__(self):
        return self.labels.numel()

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        if image.mode != "RGB":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index].item()

def split(dataset, test_fraction, seed):
    import random

    positions = list(range(len(dataset)))
    random.Random(seed).shuffle(positions)
    size = round(len(positions) * test_fraction)
    return [_Part(dataset, positions[size:]), _Part(dataset, positions[:size])]

def channel_stats(loader):
    """Chan's way: merge the mean and the squared deviations of each batch into those so far."""
    count = 0
    for images, _ in loader:
        flat = images.transpose(0, 1).reshape(images.shape[1], -1)
        size, mean = flat.shape[1], flat.mean(1)
        deviations = (flat - mean[:, None]).pow(2).sum(1)
        if count == 0:
            count, center, spread = size, mean, deviations
            continue
        step = mean - center
        spread = spread + deviations + step**2 * (count * size / (count + size))
        center = center + step * (size / (count + size))
        count += size
    return center, (spread / count).sqrt()
