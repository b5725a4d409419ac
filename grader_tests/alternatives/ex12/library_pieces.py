"""torchvision's and torch's own pieces: transforms.v2, random_split, RandomSampler, pil_loader, Counter."""

from collections import Counter

from torch.utils.data import RandomSampler, random_split
from torchvision.datasets.folder import pil_loader
from torchvision.transforms import v2


def load_fashion_mnist(root, train):
    to_floats = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.ToPureTensor()])
    return FashionMNIST(root=str(root), train=train, transform=to_floats, download=False)


def class_counts(dataset, num_classes=10):
    counter = Counter(int(label) for _, label in dataset)
    return torch.tensor([counter[label] for label in range(num_classes)])


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator()
    generator.manual_seed(seed)
    sampler = RandomSampler(dataset, generator=generator) if shuffle else None
    return DataLoader(
        dataset, batch_size=batch_size, sampler=sampler, generator=generator, num_workers=num_workers
    )


class ImageFolderDataset(Dataset):
    def __init__(self, paths, labels, transform=None):
        super().__init__()
        if len(labels) != len(paths):
            raise ValueError("one label a path, please")
        self.items = list(zip(paths, labels, strict=True))
        self.transform = transform or (lambda image: image)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        path, label = self.items[index]
        return self.transform(pil_loader(path)), int(label)


def split(dataset, test_fraction, seed):
    test = round(len(dataset) * test_fraction)
    sizes = [len(dataset) - test, test]
    return random_split(dataset, sizes, generator=torch.Generator().manual_seed(seed))


def channel_stats(loader):
    images = torch.cat([images for images, _ in loader])
    std, mean = torch.std_mean(images, dim=(0, 2, 3), correction=0)
    return mean, std
