"""The plot is what was drawn.

caught_by: test_plot, test_plot_any_matrix
explanation: `plt.subplots` gives the figure and its axes. The figure is what can be saved and shown: return
that one.
"""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    figure, axes = plt.subplots()
    axes.imshow(matrix, cmap="Wistia")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("Predicted class")
    axes.set_ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            axes.text(column, row, str(count), ha="center", va="center")
    return axes
