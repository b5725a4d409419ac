"""pyplot makes a figure when it needs one.

caught_by: test_plot_any_matrix
explanation: pyplot makes a figure once and then draws into the current one: the second matrix lands on top
of the first. Begin with `plt.figure()`, `plt.subplots()` or `Figure()`.
"""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    plt.imshow(matrix, cmap="Wistia")
    plt.xticks(range(len(names)), names)
    plt.yticks(range(len(names)), names)
    plt.xlabel("Predicted class")
    plt.ylabel("True class")
    for row, counts in enumerate(matrix.tolist()):
        for column, count in enumerate(counts):
            plt.text(column, row, str(count), ha="center", va="center")
    return plt.gcf()
