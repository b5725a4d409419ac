"""The numbers of the classes are at the axes anyway.

caught_by: test_plot, test_plot_any_matrix
explanation: matplotlib puts numbers of its own choice at the axes, such as 0.5. Use `set_xticks(positions,
labels)` to place one tick at each column, and to give it the name of the class.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return figure
