"""pyplot with a colour bar and a title; counts by `index_put_`; grids by concatenation."""

from contextlib import contextmanager

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.utils.data import DataLoader


@contextmanager
def evaluating(model):
    before = {name: part.training for name, part in model.named_modules()}
    try:
        yield model.eval()
    finally:
        for name, part in model.named_modules():
            part.training = before[name]


def num_correct(logits: Tensor, labels: Tensor) -> int:
    return torch.eq(logits.max(dim=1).indices, labels).sum().item()


@torch.no_grad()
def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    predictions = torch.tensor([], dtype=torch.int64)
    labels = torch.tensor([], dtype=torch.int64)
    with evaluating(model):
        for batch in loader:
            predictions = torch.cat((predictions, model(batch[0]).argmax(-1).cpu()))
            labels = torch.cat((labels, batch[1].cpu()))
    return predictions, labels


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    both = torch.cat([labels, predictions])
    if both.numel() and (both.min() < 0 or both.max() >= num_classes):
        raise ValueError(f"classes from {both.min()} to {both.max()}, and there are {num_classes}")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.long)
    matrix.index_put_((labels, predictions), torch.tensor(1), accumulate=True)
    return matrix


def per_class_accuracy(matrix: Tensor) -> Tensor:
    totals = matrix.sum(dim=1).double()
    return torch.where(totals > 0, matrix.diag() / totals.clamp(min=1), torch.nan)


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    columns = min(nrow, len(images))
    blank = torch.zeros_like(images[0])
    images = [*images, *[blank] * (-len(images) % columns)]
    height, width = blank.shape[1:]
    beside = blank.new_zeros(len(blank), height, padding)
    rows = []
    for start in range(0, len(images), columns):
        row = [beside]
        for image in images[start : start + columns]:
            row += [image, beside]
        rows.append(torch.cat(row, dim=2))
    between = rows[0].new_zeros(len(blank), padding, rows[0].shape[2])
    parts = [between]
    for row in rows:
        parts += [row, between]
    return torch.cat(parts, dim=1)


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    fig, ax = plt.subplots(figsize=(8, 8))
    drawn = ax.imshow(matrix.numpy(), interpolation="nearest", cmap=plt.cm.Blues)
    fig.colorbar(drawn, ax=ax)
    ax.set(
        xticks=range(len(names)),
        yticks=range(len(names)),
        xticklabels=names,
        yticklabels=names,
        title="Confusion matrix",
        ylabel="Actual",
        xlabel="Prediction",
    )
    plt.setp(ax.get_xticklabels(), rotation=45, ha="right", rotation_mode="anchor")
    limit = matrix.max() / 2
    for i in range(len(names)):
        for j in range(len(names)):
            ax.text(
                j,
                i,
                format(matrix[i, j].item(), "d"),
                ha="center",
                va="center",
                color="white" if matrix[i, j] > limit else "black",
            )
    fig.tight_layout()
    return fig
