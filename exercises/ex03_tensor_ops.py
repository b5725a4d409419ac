# Check your work: grade check ex03    Stuck? Take a hint: grade hint ex03
"""Exercise 3: arithmetic, aggregation and indexing of tensors.

Seven small functions that turn up in real training code again and again. Each takes tensors, leaves them as
they are and returns something new. Unless a docstring says otherwise, the answer has the dtype of the input,
and tensors need not be contiguous.
"""

import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    """Shift and scale `x` so that along `dim` it has mean 0 and standard deviation 1.

    Networks learn faster when all of their inputs have the same scale, whatever units they were measured in.

    Each slice along `dim` is treated on its own: with `dim=0` the columns of a matrix, with `dim=1` its rows.
    The standard deviation is that of the whole population: the sum of squares is divided by n, not by n - 1.
    It works for data of any size, 0.000001 as well as 1000000, so nothing is added to the deviation to keep
    it from being zero. A slice of equal numbers gives exact zeros, also where its mean is rounded.

    Args:
        x: floating point tensor with one dimension or more, at least one element along `dim`.
        dim: the dimension to standardize along; negative ones count from the end.

    Returns:
        A tensor with the shape and dtype of `x`.

    Example:
        >>> standardize(torch.tensor([[1.0, 10.0], [3.0, 50.0]]), dim=0)
        tensor([[-1., -1.],
                [ 1.,  1.]])
    """
    raise NotImplementedError("standardize is not written yet")


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    """Compute the Euclidean distance from each row of `a` to each row of `b`.

    "Which stored image is closest to this one?" is answered by such a table of distances.

    Work on whole tensors: a Python loop over the rows would be hundreds of times slower. `cdist` does the
    whole exercise in one call, so it is not allowed here. Near zero the answer may be off by 1/1000 of the
    largest distance, but it is never NaN.

    Args:
        a: floating point tensor (N, D); N may be 0.
        b: tensor (M, D) of the same dtype.

    Returns:
        A tensor (N, M) of the same dtype: entry (i, j) is the distance from `a[i]` to `b[j]`.

    Example:
        >>> pairwise_distances(torch.tensor([[0.0, 0.0]]), torch.tensor([[3.0, 4.0], [0.0, 2.0]]))
        tensor([[5., 2.]])
    """
    raise NotImplementedError("pairwise_distances is not written yet")


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply the matrices in the last two dimensions of `a` and `b`, for all leading dimensions at once.

    A layer works on a whole batch this way, and attention on each head of each sample.

    Leading dimensions broadcast: sizes must be equal, or one of them is 1 or missing and is repeated.

    Args:
        a: floating point tensor (..., N, K).
        b: tensor (..., K, M) of the same dtype.

    Returns:
        A tensor (..., N, M) of the same dtype.

    Example:
        >>> batched_matmul(torch.tensor([[1.0, 2.0]]), torch.tensor([[10.0], [1.0]]))
        tensor([[12.]])
        >>> batched_matmul(torch.ones(5, 1, 2, 3), torch.ones(4, 3, 7)).shape
        torch.Size([5, 4, 2, 7])
    """
    raise NotImplementedError("batched_matmul is not written yet")


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    """Find where the smallest and where the largest number of a matrix stand.

    In a matrix of mistakes, for example, the largest number names the two classes that are confused most.

    If a number occurs more than once, its first place counts, reading row by row from the top left.

    Args:
        x: tensor (rows, cols) of ints or floats, not empty, without NaN.

    Returns:
        Two tuples of two Python ints: (row, column) of the minimum and (row, column) of the maximum.

    Example:
        >>> extreme_positions(torch.tensor([[5, 1, 7], [7, 2, 1]]))
        ((0, 1), (0, 2))
    """
    raise NotImplementedError("extreme_positions is not written yet")


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    """Keep the rows of `x` at which `mask` is True, in their order.

    Picking the samples that meet a condition, such as the wrongly classified ones, is done with a mask.

    Args:
        x: tensor (N, D) of any dtype; N may be 0.
        mask: bool tensor (N,).

    Returns:
        A tensor (K, D) with the dtype of `x`, where K, the number of True in `mask`, may be 0.

    Example:
        >>> select_rows(torch.tensor([[1, 2], [3, 4], [5, 6]]), torch.tensor([True, False, True]))
        tensor([[1, 2],
                [5, 6]])
    """
    raise NotImplementedError("select_rows is not written yet")


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    """Pick from each row of `scores` the one score that belongs to the row's label.

    The cross-entropy loss needs just this: how high did the model score the right class of each sample?

    Args:
        scores: floating point tensor (N, K), a score for each of K classes; N may be 0.
        labels: int64 tensor (N,) with values from 0 to K - 1.

    Returns:
        A tensor (N,) with the dtype of `scores`.

    Example:
        >>> scores_of_labels(torch.tensor([[0.5, 0.25], [2.0, 8.0], [1.0, 3.0]]), torch.tensor([0, 1, 0]))
        tensor([0.5000, 8.0000, 1.0000])
    """
    raise NotImplementedError("scores_of_labels is not written yet")


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    """Turn each label into a row of zeros with a single one at the label's place.

    Formulas for losses and gradients compare a model's scores with labels in this form.

    `torch.nn.functional.one_hot` is what you write here, so it is not allowed.

    Args:
        labels: int64 tensor (N,); N may be 0.
        num_classes: how many classes K there are, at least 1.

    Returns:
        A float32 tensor (N, K).

    Raises:
        ValueError: a label is less than 0, or `num_classes` or more; the message says so.

    Example:
        >>> one_hot(torch.tensor([2, 0]), num_classes=3)
        tensor([[0., 0., 1.],
                [1., 0., 0.]])
    """
    raise NotImplementedError("one_hot is not written yet")
