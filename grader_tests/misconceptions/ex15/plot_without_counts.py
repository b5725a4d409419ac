"""Colours show the counts.

caught_by: test_plot, test_plot_any_matrix
explanation: Nobody can read 17 from a shade of yellow. Write each count into its cell with `axes.text`.
"""

from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure = Figure()
    axes = figure.add_subplot()
    figure.colorbar(axes.imshow(matrix, cmap="Wistia"))
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    return figure
