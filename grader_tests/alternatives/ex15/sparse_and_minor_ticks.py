"""Counts in a sparse tensor; names at minor ticks above the plot; `scatter_add_` for sums."""

import torch
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator
from torch import Tensor


def num_correct(logits: Tensor, labels: Tensor) -> int:
    order = logits.argsort(dim=-1, descending=True)
    return len(labels[order[:, 0] == labels])


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    def check(classes: Tensor, name: str) -> None:
        if (classes != classes.clamp(0, num_classes - 1)).any():
            raise ValueError(f"{name} holds numbers that are no classes")

    check(labels, "labels")
    check(predictions, "predictions")
    where = torch.stack([labels, predictions])
    ones = torch.ones(len(labels), dtype=torch.int64)
    return torch.sparse_coo_tensor(where, ones, (num_classes, num_classes)).to_dense()


def per_class_accuracy(matrix: Tensor) -> Tensor:
    classes = torch.arange(len(matrix))
    right = matrix[classes, classes].to(torch.float64)
    totals = torch.zeros(len(matrix), dtype=torch.float64)
    rows = classes[:, None].expand_as(matrix).flatten()
    totals.scatter_add_(0, rows, matrix.flatten().double())
    return right.div(totals)


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = nrow if nrow < count else count
    rows, rest = divmod(count, columns)
    rows += rest > 0
    grid = torch.zeros(
        (channels, padding + rows * (height + padding), padding + columns * (width + padding)),
        dtype=images.dtype,
    )
    number = 0
    for row in range(rows):
        for column in range(columns):
            if number == count:
                break
            top, left = padding + row * (height + padding), padding + column * (width + padding)
            grid.narrow(1, top, height).narrow(2, left, width).copy_(images[number])
            number += 1
    return grid


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    fig = Figure()
    ax, bar = fig.subplots(1, 2, width_ratios=(10, 1))
    fig.colorbar(ax.pcolor(matrix, cmap="cool"), cax=bar)
    ax.invert_yaxis()
    ax.xaxis.tick_top()
    edges, centres = list(range(len(names) + 1)), [number + 0.5 for number in range(len(names))]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(FixedLocator(edges))
        axis.set_major_formatter(FixedFormatter([""] * len(edges)))
        axis.set_minor_locator(FixedLocator(centres))
        axis.set_minor_formatter(FixedFormatter(names))
    ax.set_title("Who is taken for whom?")
    ax.set_xlabel("Taken for")
    ax.set_ylabel("True class")
    for i, true in enumerate(names):
        for j, predicted in enumerate(names):
            ax.text(
                centres[j], centres[i], str(matrix[i, j].item()) + ".0" * (true == predicted), ha="center"
            )
    return fig
