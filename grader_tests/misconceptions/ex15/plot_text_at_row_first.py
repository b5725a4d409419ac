"""A place in a plot is given as row and column.

caught_by: test_plot, test_plot_any_matrix
explanation: `axes.text` takes x before y, and x is the column. With row and column in the order of the
matrix, each count stands in the mirrored cell, while the colours are right.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(row, column, str(count), ha="center", va="center")
    return figure
