"""Pictures for notebooks: loss curves, confusion matrices, grids of images, drawn with pyplot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from autograder.data import sources, tensors
from autograder.data.manifest import CLASSES

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor
    from torch.utils.data import DataLoader

NAMES = tuple(CLASSES)  # of the ten kinds of clothes


def loaders(training: int, testing: int, batch_size: int) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Return loaders over so many images each of FashionMNIST's training set, float32 (B, 1, 28, 28) in [0,
    1].

    No image is in both; those of the test set stay with the grader. Raises ValueError for more than there
    are.
    """
    from torch.utils.data import DataLoader, TensorDataset

    images, labels = tensors.training_set(sources.find(False, None))
    if training < 1 or testing < 1 or training + testing > len(labels):
        raise ValueError(f"there are {len(labels):,} images in all, and each part needs one or more")
    scaled = images[: training + testing, None] / 255
    train = TensorDataset(scaled[:training], labels[:training])
    test = TensorDataset(scaled[training:], labels[training : training + testing])
    return DataLoader(train, batch_size, shuffle=True), DataLoader(test, batch_size)


def history(rows: Sequence[Mapping[str, float]]) -> Figure:
    """Draw the numbers of each epoch, one dict an epoch: losses on the left, accuracies on the right."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3), layout="constrained")
    for axis, what in zip(axes, ("loss", "accuracy"), strict=True):
        for name in [name for name in rows[0] if what in name]:
            axis.plot(range(1, len(rows) + 1), [row[name] for row in rows], marker="o", label=name)
        axis.set(xlabel="epoch", ylabel=what)
        if axis.lines:
            axis.legend()
    return figure


def confusion(matrix: Tensor, names: Sequence[str] = NAMES) -> Figure:
    """Draw a confusion matrix of counts, (K, K): a row a true class, a column a predicted one."""
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(6, 6), layout="constrained")
    axis.imshow(matrix.numpy(), cmap="Blues")
    axis.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axis.set_yticks(range(len(names)), names)
    axis.set(xlabel="predicted", ylabel="true")
    half = float(matrix.max()) / 2
    for row, numbers in enumerate(matrix.tolist()):
        for column, number in enumerate(numbers):
            colour = "white" if number > half else "black"
            axis.text(column, row, f"{number:g}", ha="center", va="center", color=colour)
    return figure


def mistakes(
    images: Tensor, labels: Tensor, predictions: Tensor, names: Sequence[str] = NAMES, count: int = 12
) -> Figure:
    """Draw the first misclassified of the images, (N, 1, H, W), with true and predicted class."""
    from matplotlib import pyplot

    wrong = (labels != predictions).nonzero().flatten()[:count].tolist()
    rows = max((len(wrong) + 5) // 6, 1)
    figure, axes = pyplot.subplots(rows, 6, figsize=(9, 1.9 * rows), layout="constrained", squeeze=False)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, number in zip(axes.flat, wrong, strict=False):
        predicted, true = names[int(predictions[number])], names[int(labels[number])]
        axis.imshow(images[number, 0].numpy(), cmap="gray_r")
        axis.set_title(f"{predicted}\nis {true}", fontsize=8)
    return figure
