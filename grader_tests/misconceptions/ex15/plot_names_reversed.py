"""The y axis goes up, so the names must be turned round.

caught_by: test_plot, test_plot_any_matrix
explanation: `imshow` draws row 0 at the top and turns the y axis round by itself. With reversed names each
row of counts has the name of another class.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names[::-1])
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return figure
