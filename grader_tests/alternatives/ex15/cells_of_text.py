"""A plot of text alone, without colours; counts class by class in a loop; a class that collects; a view."""

import math

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.utils.data import DataLoader


class Tally:
    """Collects predictions and labels batch by batch."""

    def __init__(self):
        self.columns = ([], [])

    def add(self, predictions, labels):
        for column, part in zip(self.columns, (predictions, labels), strict=True):
            column.extend(part.to("cpu").unbind())

    def result(self):
        return tuple(torch.stack(column) for column in self.columns)


def num_correct(logits: Tensor, labels: Tensor) -> int:
    hits = 0
    for row, label in zip(logits, labels, strict=True):
        hits += int(row.argmax()) == int(label)
    return hits


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    tally = Tally()
    remembered = [(part, part.training) for part in model.modules()]
    model.eval()
    try:
        for inputs, labels in loader:
            with torch.no_grad():
                logits = model(inputs)
            tally.add(logits.argmax(1), labels)
    finally:
        for part, training in remembered:
            part.training = training
    return tally.result()


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    class ClassError(ValueError):
        """A number that is no class."""

    known = range(num_classes)
    if any(number not in known for classes in (labels, predictions) for number in classes.unique().tolist()):
        raise ClassError(f"classes are numbers from 0 to {num_classes - 1}")
    rows = [[((labels == i) & (predictions == j)).sum() for j in known] for i in known]
    return torch.stack([torch.stack(row) for row in rows])


def per_class_accuracy(matrix: Tensor) -> Tensor:
    eye = torch.eye(len(matrix), dtype=matrix.dtype)
    return ((matrix * eye).sum(1).double() / matrix.sum(1).double()).float()


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    n, c, h, w = images.size()
    across = nrow if n > nrow else n
    down = math.ceil(n / across)
    wide = images.new_zeros(down * across, c, h + padding, w + padding)
    wide[:n, :, padding:, padding:] = images
    grid = wide.view(down, across, c, h + padding, w + padding).permute(2, 0, 3, 1, 4)
    grid = grid.reshape(c, down * (h + padding), across * (w + padding))
    result = torch.zeros(c, grid.shape[1] + padding, grid.shape[2] + padding, dtype=images.dtype)
    result[:, : grid.shape[1], : grid.shape[2]] = grid
    return result


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure(figsize=(5, 5))
    figure.suptitle(f"{int(matrix.sum())} samples")
    axes = figure.subplots()
    count = len(names)
    axes.set_xlim(0, count)
    axes.set_ylim(0, count)
    axes.set_xticks([number + 0.5 for number in range(count)], labels=names)
    axes.set_yticks([count - number - 0.5 for number in range(count)], labels=names)
    for true, row in enumerate(matrix):
        for predicted, number in enumerate(row):
            axes.text(predicted + 0.4, count - true - 0.6, s=f"{number}", fontsize=12)
    figure.supxlabel("the model says")
    figure.supylabel("it is")
    return figure
