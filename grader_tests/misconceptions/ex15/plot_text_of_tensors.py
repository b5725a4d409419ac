"""`str` of a tensor is its number.

caught_by: test_plot, test_plot_any_matrix
explanation: `str(matrix[0, 1])` is "tensor(5)". Turn the entry into an int with `.item()`, or the whole
matrix into lists with `.tolist()`.
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
    for row in range(len(names)):
        for column in range(len(names)):
            axes.text(column, row, str(matrix[row, column]), ha="center", va="center")
    return figure
