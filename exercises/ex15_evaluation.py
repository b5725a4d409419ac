# Check your work: grade check ex15    Stuck? Take a hint: grade hint ex15
"""Exercise 15: evaluating a classifier.

An accuracy is one number, and it hides a lot: a model can be right 9 times out of 10 and still not recognize
a single item of a rare class. To see more, collect the prediction and the true class of each sample, and
count how often each class is taken for each other one. That table, the confusion matrix, shows which classes
are hard and what they are mistaken for. And look at images: many a mistake in the data was found by that.

In all functions classes are numbers from 0 to K - 1.
"""

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.utils.data import DataLoader


def num_correct(logits: Tensor, labels: Tensor) -> int:
    """Count the samples that are classified correctly: those whose largest logit is at their label.

    Counts of batches can be added up, whatever the size of each batch. Divided by the number of all samples,
    they give the accuracy.

    Args:
        logits: floating point tensor (N, K), a score for each of K classes; N may be 0. It may require
            gradients.
        labels: int64 tensor (N,), the true classes.

    Returns:
        A Python int from 0 to N.

    Example:
        >>> num_correct(torch.tensor([[0.5, 2.0], [3.0, -1.0], [0.0, 1.0]]), torch.tensor([1, 0, 0]))
        2
    """
    raise NotImplementedError("num_correct is not written yet")


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    """Collect the predicted and the true class of each sample of a loader.

    Number i of the one belongs to number i of the other: both come from the same pass over the loader. A
    loader that shuffles has another order in each pass, and its dataset has yet another one.

    Predictions are made in evaluation mode and without a graph. Afterwards the model is as it was: each
    submodule is in the mode that it came in, also when the model raises an exception half-way.

    Args:
        model: turns inputs (N, ...) into logits (N, K).
        loader: batches (inputs, labels) with int64 labels (N,), on the same device as the model; at least
            one batch. The last one may be smaller than the others.

    Returns:
        `(predictions, labels)`, two int64 tensors (N,) over all samples, in the order in which the loader
        gave them. Both are on the CPU, whatever device the model is on.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Identity()  # its inputs are its logits
        >>> inputs = torch.tensor([[4.0, 0.0], [0.0, 4.0], [4.0, 0.0]])
        >>> loader = DataLoader(TensorDataset(inputs, torch.tensor([0, 1, 1])), batch_size=2)
        >>> predictions, labels = all_predictions(model, loader)
        >>> predictions
        tensor([0, 1, 0])
        >>> labels
        tensor([0, 1, 1])
    """
    raise NotImplementedError("all_predictions is not written yet")


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    """Count how often each true class is predicted as each class.

    Right predictions are on the diagonal. A large number elsewhere names two classes that are mistaken for
    one another.

    Work on whole tensors: with a Python loop over the samples, a data set of a million takes seconds instead
    of milliseconds. A loop over the classes is fine.

    Args:
        labels: int64 tensor (N,), the true classes; N may be 0.
        predictions: int64 tensor (N,), the predicted ones.
        num_classes: how many classes K there are, whether all of them occur or not.

    Returns:
        An int64 tensor (K, K): in row i and column j the number of samples of class i that are predicted as
        class j.

    Raises:
        ValueError: a label or a prediction is less than 0, or `num_classes` or more; the message says so.

    Example:
        >>> confusion_matrix(torch.tensor([0, 0, 1, 1]), torch.tensor([0, 1, 1, 1]), num_classes=3)
        tensor([[1, 1, 0],
                [0, 2, 0],
                [0, 0, 0]])
    """
    raise NotImplementedError("confusion_matrix is not written yet")


def per_class_accuracy(matrix: Tensor) -> Tensor:
    """Compute for each class the share of its samples that are classified correctly.

    This is also called the recall of a class. A class without samples has none: 0 would say that all of its
    samples are classified wrongly, so the answer is NaN, not a number.

    Args:
        matrix: int64 tensor (K, K) as `confusion_matrix` gives it: rows are true classes.

    Returns:
        A tensor (K,) of any floating dtype, with numbers from 0 to 1, or NaN for a class without samples.

    Example:
        >>> per_class_accuracy(torch.tensor([[3, 1, 0], [0, 0, 0], [2, 0, 6]]))
        tensor([0.7500,    nan, 0.7500])
    """
    raise NotImplementedError("per_class_accuracy is not written yet")


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    """Lay out images in a grid, as one large image.

    One look at 64 images says more than 64 looks at one.

    The first `nrow` images fill the first row from left to right, the next ones the second row, and so on.
    Where there are fewer images than `nrow`, the grid is only as wide as it takes. The last row may be
    incomplete; zeros stand in the free places. There are also `padding` pixels of zeros between neighbours
    and around the whole.

    torchvision's `make_grid` does the whole exercise in one call, so it is not allowed here.

    Args:
        images: tensor (N, C, H, W) of any dtype, N of 2 or more.
        nrow: how many images there are in a row, 1 or more.
        padding: pixels between and around the images, 0 or more.

    Returns:
        A tensor (C, H', W') of the same dtype. For R rows and S columns of images,
        H' = R * H + (R + 1) * padding and W' = S * W + (S + 1) * padding.

    Example:
        >>> images = torch.tensor([1, 2, 3]).reshape(3, 1, 1, 1).expand(3, 1, 1, 2)
        >>> image_grid(images, nrow=2, padding=1)
        tensor([[[0, 0, 0, 0, 0, 0, 0],
                 [0, 1, 1, 0, 2, 2, 0],
                 [0, 0, 0, 0, 0, 0, 0],
                 [0, 3, 3, 0, 0, 0, 0],
                 [0, 0, 0, 0, 0, 0, 0]]])
    """
    raise NotImplementedError("image_grid is not written yet")


def plot_confusion_matrix(matrix: Tensor, names: list[str]) -> Figure:
    """Draw a confusion matrix.

    True classes go down the y axis and predicted ones along the x axis. The ticks of both axes are labelled
    with the classes' names, a name for each row and each column of cells, and each axis has a label that
    says what it shows, such as "True class" and "Predicted class". Each cell holds its count as text, zeros
    too. Colours, titles, a colour bar and all else are up to you.

    Args:
        matrix: int64 tensor (K, K) as `confusion_matrix` gives it: rows are true classes.
        names: the names of the K classes, all different.

    Returns:
        A figure of matplotlib that holds this plot and nothing else: a new one for each call. It is neither
        shown nor saved. `matplotlib.figure.Figure()` makes one that is gone when nobody uses it any more; one
        of `pyplot` stays open until it is closed.

    Example:
        >>> figure = plot_confusion_matrix(torch.tensor([[5, 1], [2, 8]]), ["cat", "dog"])
        >>> isinstance(figure, Figure)
        True
    """
    raise NotImplementedError("plot_confusion_matrix is not written yet")
