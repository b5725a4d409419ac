"""An empty cell means 0.

caught_by: test_plot, test_plot_any_matrix
explanation: A cell without a text may also be one that was forgotten. Write the zeros, too.
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
            if count:
                axes.text(column, row, str(count), ha="center", va="center")
    return figure
