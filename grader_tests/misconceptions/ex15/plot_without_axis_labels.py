"""The names say all that is needed.

caught_by: test_plot, test_plot_any_matrix
explanation: Both axes carry the same names, so nobody can tell which one is the truth. Label the axes with
`set_xlabel` and `set_ylabel`.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return figure
