# Check your work: grade check ex12    Stuck? Take a hint: grade hint ex12
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


def load_fashion_mnist(root: str | Path, train: bool) -> Dataset:
    """Open the FashionMNIST data set that lies in a folder.

    70,000 grey images of clothes in 10 classes: T-shirt, trouser, pullover, dress, coat, sandal, shirt,
    sneaker, bag, ankle boot. 60,000 are for training, 10,000 for testing.

    Args:
        root: the folder that holds `FashionMNIST/raw/train-images-idx3-ubyte` and the other three files.
        train: True for the training part, False for the test part.

    Returns:
        A dataset, an instance of `torchvision.datasets.FashionMNIST`. Its items are `(image, label)`: the
        image a float32 tensor (1, 28, 28) with values from 0 (black) to 1 (white), the label an int.

    Raises:
        RuntimeError: the files are not there (torchvision's own error). Nothing is ever downloaded: a script
            that starts to fetch data by itself is a nasty surprise on a train or on a cluster.

    Example:
        >>> load_fashion_mnist("no/such/folder", train=True)
        Traceback (most recent call last):
            ...
        RuntimeError: Dataset not found. You can use download=True to download it
    """
    raise NotImplementedError("load_fashion_mnist is not written yet")


def class_counts(dataset: Dataset, num_classes: int = 10) -> Tensor:
    """Count the items of each class.

    The first thing to look at in new data: if one class has 90 % of the items, an accuracy of 90 % is
    nothing to be proud of.

    Args:
        dataset: any dataset of `(image, label)` with `len(dataset)` and `dataset[i]`, also a part of another
            one (`torch.utils.data.Subset`). Labels are ints or 0-dim tensors from 0 to num_classes - 1.
            Images can be anything: tensors of different shapes, PIL images.
        num_classes: how many classes there are, whether items of each occur or not.

    Returns:
        An int64 tensor (num_classes,): at position k the number of items with label k. For a dataset without
        items these are zeros.

    Example:
        >>> class_counts([("a red image", 2), ("a blue image", 0), ("another one", 2)], num_classes=4)
        tensor([1, 0, 2, 0])
    """
    raise NotImplementedError("class_counts is not written yet")


def make_loader(
    dataset: Dataset, batch_size: int, shuffle: bool, seed: int = 0, num_workers: int = 0
) -> DataLoader:
    """Make a loader whose random order depends on the seed and on nothing else.

    Training data is shuffled, or the network learns the order in which the files happen to lie. Test data is
    not: nothing is learned from it, and in a fixed order the predictions can be matched with the images.

    Args:
        dataset: the items, `(image, label)`.
        batch_size: items in a batch; the last batch is smaller where the items do not divide evenly, and it
            is not left out.
        shuffle: True for a new random order in each epoch (each time that the loader is iterated over),
            False for the dataset's own order each time.
        seed: two loaders made with the same seed give the same order in their first epoch, the same in their
            second, and so on, whatever else was drawn at random before or in between; another seed gives
            other orders.
        num_workers: processes that load the items; 0 loads them in this process.

    Returns:
        A `torch.utils.data.DataLoader`. Neither making it nor iterating over it changes the global random
        state, shuffled or not.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> dataset = TensorDataset(torch.arange(5.0), torch.arange(5))
        >>> [labels.tolist() for images, labels in make_loader(dataset, batch_size=2, shuffle=False)]
        [[0, 1], [2, 3], [4]]
        >>> loader = make_loader(dataset, batch_size=5, shuffle=True, seed=1)
        >>> again = make_loader(dataset, batch_size=5, shuffle=True, seed=1)
        >>> [labels.tolist() for _, labels in loader] == [labels.tolist() for _, labels in again]
        True
    """
    raise NotImplementedError("make_loader is not written yet")


class ImageFolderDataset(Dataset):
    """Images in files, each opened when it is asked for and never before.

    A million photos do not fit into memory, and nobody wants to wait for all of them before the first batch.
    So making the dataset reads no file: whether a path exists shows when its item is asked for.

    Args:
        paths: the image files, as str or Path.
        labels: their classes in the same order, a list of int or a 1-D int64 tensor.
        transform: called with each image, or None.

    Raises:
        ValueError: there are not as many labels as paths.

    Items are pairs `(image, label)`. The image is a PIL image in mode "RGB", whatever the file holds (grey,
    palette, alpha channel), or what `transform` makes of that PIL image. The label is a Python int.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> path = Path(folder.name) / "grey.png"
        >>> Image.new("L", size=(4, 3), color=200).save(path)
        >>> dataset = ImageFolderDataset([path, "not/here/yet.png"], [7, 1])
        >>> len(dataset)
        2
        >>> image, label = dataset[0]
        >>> image.mode, image.size, image.getpixel((0, 0)), label
        ('RGB', (4, 3), (200, 200, 200), 7)
        >>> folder.cleanup()
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        labels: Sequence[int] | Tensor,
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        raise NotImplementedError("ImageFolderDataset.__init__ is not written yet")

    def __len__(self) -> int:
        """Return the number of images."""
        raise NotImplementedError("ImageFolderDataset.__len__ is not written yet")

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """Return the image and the label at a position from 0 to len(self) - 1."""
        raise NotImplementedError("ImageFolderDataset.__getitem__ is not written yet")


def split(dataset: Dataset, test_fraction: float, seed: int) -> tuple[Dataset, Dataset]:
    """Split a dataset at random into one to train on and one to test on.

    Files are often sorted by class or by date, so "the last 20 %" would test on what was never trained on.

    Args:
        dataset: n items.
        test_fraction: the share of items for the test part, between 0 and 1.
        seed: the same seed gives the same split, another seed another one.

    Returns:
        `(train, test)`, two datasets: each item of `dataset` is in exactly one of them, and which one is
        random. The test part has `round(n * test_fraction)` items. Their order is up to you. The global
        random state stays as it is.

    Example:
        >>> train, test = split(list(range(100, 110)), test_fraction=0.3, seed=5)
        >>> len(train), len(test)
        (7, 3)
        >>> sorted([train[i] for i in range(7)] + [test[i] for i in range(3)])
        [100, 101, 102, 103, 104, 105, 106, 107, 108, 109]
    """
    raise NotImplementedError("split is not written yet")


def channel_stats(loader: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Compute the mean and the standard deviation of each colour channel over all pixels of all images.

    With these two a transform such as `transforms.Normalize(mean, std)` brings each channel to mean 0 and
    deviation 1.

    Args:
        loader: batches `(images, labels)`, images of floating dtype (N, C, H, W). N differs from batch to
            batch. The loader is iterated over once: with a whole data set on disk, each pass costs minutes.

    Returns:
        `(mean, std)`, two tensors (C,) in the dtype of the images. The deviation is that of the whole
        population: the mean squared deviation is divided by the number of pixels, not by one less.

    Example:
        >>> black, white = torch.zeros(1, 2, 2, 2), torch.ones(3, 2, 2, 2)
        >>> mean, std = channel_stats([(black, torch.tensor([0])), (white, torch.tensor([1, 1, 1]))])
        >>> mean
        tensor([0.7500, 0.7500])
        >>> std
        tensor([0.4330, 0.4330])
    """
    raise NotImplementedError("channel_stats is not written yet")
