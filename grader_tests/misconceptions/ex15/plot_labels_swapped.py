"""Rows are along the x axis.

caught_by: test_plot, test_plot_any_matrix
explanation: The rows of a matrix go down the y axis, and they are the true classes. The label of the x axis
is that of the columns, the predicted ones.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("True class")
    axes.set_ylabel("Predicted class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return figure
