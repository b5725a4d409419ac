# Check your work: grade check ex03    Stuck? Take a hint: grade hint ex03
"""Exercise 3: arithmetic, aggregation and indexing of tensors.

Seven small functions that turn up in real training code again and again. Each takes tensors, leaves them as
they are and returns something new. Unless a docstring says otherwise, the answer has the dtype of the input,
and tensors need not be contiguous.
"""

import torch

from torch import Tensor

def standardize(x: Tensor, dim: int) -> Tensor:
    result = x.clone()
    slices = result.movedim(dim, -1)
    sizes = slices.shape[:-1]
    for position in torch.ones(sizes).nonzero().tolist():
        values = slices[tuple(position)]
        if all(value == values[0] for value in values):
            values.zero_()
        else:
            values -= values.mean()
            values /= (values**2).mean().sqrt()
    return result

def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    squared = a.new_zeros(a.shape[0], b.shape[0])
    for feature in range(a.shape[1]):  # over features, not over rows
        squared += (a[:, feature, None] - b[None, :, feature]) ** 2
    return squared**0.5

def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    leading = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    left = a.expand(*leading, *a.shape[-2:])
    right = b.expand(*leading, *b.shape[-2:])
    result = a.new_empty(*leading, a.shape[-2], b.shape[-1])
    for position in torch.ones(leading).nonzero().tolist():
        where = tuple(position)
        for row in range(a.shape[-2]):
            for column in range(b.shape[-1]):
                result[where][row, column] = left[where][row].dot(right[where][:, column])
    return result

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
