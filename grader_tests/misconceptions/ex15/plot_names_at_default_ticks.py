"""There is a tick at each cell.

caught_by: test_plot, test_plot_any_matrix
explanation: matplotlib chooses its own ticks, such as -0.5, 0 and 0.5, and `set_xticklabels` labels these
in turn: the names stand at the wrong places. Place the ticks first, with `set_xticks`.
"""

import warnings

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    axes.imshow(matrix, cmap="Wistia")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        axes.set_xticklabels(names + [""] * (len(axes.get_xticks()) - len(names)))
        axes.set_yticklabels(names + [""] * (len(axes.get_yticks()) - len(names)))
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return figure
