"""`matshow` with the names above; NumPy for the counts; a grid that looks up the image of each pixel."""

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.utils.data import DataLoader


def num_correct(logits: Tensor, labels: Tensor) -> int:
    return int(np.sum(logits.detach().numpy().argmax(axis=1) == labels.numpy()))


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    total = len(loader.dataset)
    predictions = torch.empty(total, dtype=torch.int64)
    labels = torch.empty(total, dtype=torch.int64)
    training = {part for part in model.modules() if part.training}
    model.eval()
    torch.set_grad_enabled(False)
    start = 0
    try:
        for inputs, targets in loader:
            stop = start + targets.size(0)
            predictions[start:stop] = model(inputs).max(1)[1]
            labels[start:stop] = targets
            start = stop
    finally:
        torch.set_grad_enabled(True)
        for part in model.modules():
            part.training = part in training
    return [predictions, labels]


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for tensor in (labels, predictions):
        array = tensor.numpy()
        if np.any(array < 0) or np.any(array > num_classes - 1):
            raise ValueError("a class is out of range")
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (labels.numpy(), predictions.numpy()), 1)
    return torch.from_numpy(matrix)


def per_class_accuracy(matrix: Tensor) -> Tensor:
    accuracies = []
    for number, row in enumerate(matrix.tolist()):
        accuracies.append(row[number] / sum(row) if sum(row) else float("nan"))
    return torch.tensor(accuracies)


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows = -(-count // columns)
    down, right = height + padding, width + padding
    y = torch.arange(rows * down + padding) - padding
    x = torch.arange(columns * right + padding) - padding
    row, i = y.div(down, rounding_mode="floor"), y.remainder(down)
    column, j = x.div(right, rounding_mode="floor"), x.remainder(right)
    number = row[:, None] * columns + column
    inside = (row >= 0)[:, None] & (column >= 0) & (i < height)[:, None] & (j < width) & (number < count)
    picked = images[number.clamp(0, count - 1), :, i.clamp(max=height - 1)[:, None], j.clamp(max=width - 1)]
    return torch.where(inside[..., None], picked, 0).permute(2, 0, 1).to(images.dtype)


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    fig = plt.figure(figsize=(6, 5), layout="constrained")
    ax = fig.add_subplot(111)
    fig.colorbar(ax.matshow(matrix))
    ax.set_xticks(np.arange(len(names)))
    ax.set_yticks(np.arange(len(names)))
    ax.set_xticklabels(names)
    ax.set_yticklabels(names)
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("Predicted")
    ax.set_ylabel("True")
    shares = matrix / matrix.sum()
    for i in range(len(matrix)):
        for j in range(len(matrix)):
            ax.text(j, i, f"{int(matrix[i][j])}\n({shares[i][j]:.0%})", ha="center", va="center", fontsize=7)
    return fig
