"""Cells by `pcolormesh`, the first row at the bottom; counts as a product of one-hot rows; `fold`."""

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.utils.data import DataLoader


def num_correct(logits: Tensor, labels: Tensor) -> int:
    chosen = logits.detach().topk(1, dim=1).indices.squeeze(1)
    return torch.count_nonzero(chosen == labels).item()


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    flags = [part.training for part in model.modules()]
    model.train(False)
    collected = []
    try:
        with torch.inference_mode():
            for inputs, labels in loader:
                chosen = model(inputs).softmax(dim=1).argmax(dim=1)
                collected += zip(chosen.tolist(), labels.tolist(), strict=True)
    finally:
        for part, flag in zip(model.modules(), flags, strict=True):
            part.training = flag
    predictions, labels = zip(*collected, strict=True)
    return torch.tensor(predictions), torch.tensor(labels)


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    rows, columns = _rows(labels, num_classes), _rows(predictions, num_classes)
    return (rows.T.double() @ columns.double()).round().to(torch.int64)


def _rows(classes: Tensor, num_classes: int) -> Tensor:
    if not torch.isin(classes, torch.arange(num_classes)).all():
        raise ValueError("there are classes that do not exist")
    return F.one_hot(classes, num_classes)


def per_class_accuracy(matrix: Tensor) -> Tensor:
    shares = matrix / matrix.sum(1, keepdim=True)
    return torch.diagonal(shares)


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows = int(np.ceil(count / columns))
    size = rows * (height + padding) + padding, columns * (width + padding) + padding
    padded = F.pad(images.double(), (padding, 0, padding, 0))
    free = padded.new_zeros(rows * columns - count, *padded.shape[1:])
    blocks = torch.cat([padded, free]).flatten(1).T[None]
    step = padded.shape[2:]
    grid = F.fold(blocks, (rows * step[0], columns * step[1]), kernel_size=step, stride=step)[0]
    return F.pad(grid, (0, padding, 0, padding)).to(images.dtype).view(channels, *size)


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    plt.figure()
    plt.pcolormesh(matrix, edgecolors="gray", cmap="Greens")
    ax = plt.gca()
    places = np.arange(len(names)) + 0.5
    plt.xticks(places, names, rotation=90)
    plt.yticks(places, names)
    for (i, j), count in np.ndenumerate(matrix.numpy()):
        ax.annotate(f"{count:,}", (j + 0.5, i + 0.5), ha="center", va="center")
    plt.xlabel("predicted label")
    plt.ylabel("true label")
    figure = plt.gcf()
    plt.close(figure)
    return figure
