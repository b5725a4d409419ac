"""Shares are easier to compare.

caught_by: test_plot, test_plot_any_matrix
explanation: Shares hide how many samples there are: 1.00 may be one sample. Write the counts themselves;
colours may show shares.
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
            axes.text(column, row, f"{count / max(sum(counts), 1):.2f}", ha="center", va="center")
    return figure
