# Check your work: grade check ex02    Stuck? Take a hint: grade hint ex02
"""Exercise 2: changing the shape of tensors.

Most errors with tensors are about shapes: a dimension is missing, there is one too many, or two are in the
wrong order. A batch of images has four, written (N, C, H, W): N images with C color channels each, H rows and
W columns. A single image has three, (C, H, W).

A tensor keeps its numbers one after the other in memory. Its shape and its strides, which are the steps in
memory from one element to the next along each dimension, say how to read them. So the same numbers can be
read in many shapes without being copied. A tensor that reads the memory of another one is called a view of
it: writing to one of the two shows in the other. A tensor whose elements lie in memory in the order in which
you read them, row by row, is called contiguous; a transposed one is not.

Each function leaves the tensors that it is given as they are, and the answer has their dtype.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    """Write all numbers of each image into one row.

    A linear layer takes rows, so this stands between the convolutions of a network and its linear layers.

    The numbers of an image keep their order: channel by channel, in each channel row by row. The images stay
    apart: row i holds image i.

    Args:
        x: tensor (N, C, H, W) with N of 1 or more, contiguous or not.

    Returns:
        A tensor (N, C * H * W). If `x` is contiguous, it is a view of `x`; otherwise it may be a copy.

    Example:
        >>> x = torch.arange(12).reshape(2, 1, 2, 3)
        >>> flatten_images(x)
        tensor([[ 0,  1,  2,  3,  4,  5],
                [ 6,  7,  8,  9, 10, 11]])
    """
    raise NotImplementedError("flatten_images is not written yet")


def to_channels_last(x: Tensor) -> Tensor:
    """Move the channels of images from the second place to the last.

    torch's layers want the channels right after the batch; files and plots have the colors of a pixel next to
    each other.

    Each number keeps its place in its image: number (n, h, w, c) of the result is number (n, c, h, w) of `x`.

    Args:
        x: tensor (N, C, H, W), contiguous or not.

    Returns:
        A view of `x` with the shape (N, H, W, C).

    Example:
        >>> x = torch.tensor([[[[1, 2]], [[10, 20]], [[100, 200]]]])  # one image of two pixels
        >>> to_channels_last(x)
        tensor([[[[  1,  10, 100],
                  [  2,  20, 200]]]])
    """
    raise NotImplementedError("to_channels_last is not written yet")


def add_batch_dim(image: Tensor) -> Tensor:
    """Make a batch of a single image.

    Networks take batches. To ask one about a single image, give it a batch of one.

    Args:
        image: tensor (C, H, W), contiguous or not.

    Returns:
        A view of `image` with the shape (1, C, H, W).

    Example:
        >>> add_batch_dim(torch.zeros(3, 28, 28)).shape
        torch.Size([1, 3, 28, 28])
    """
    raise NotImplementedError("add_batch_dim is not written yet")


def drop_dim(x: Tensor, dim: int) -> Tensor:
    """Remove one dimension of size 1, and leave all others.

    A network that gives one number for each image returns (N, 1), and a loss may want (N,). Naming the
    dimension matters: with a batch of one image, N is 1 too, and must stay.

    Args:
        x: tensor with one dimension or more.
        dim: the dimension to remove, one that `x` has; negative ones count from the end.

    Returns:
        The same numbers without that dimension, as a view of `x` or as a copy.

    Raises:
        ValueError: the size of that dimension is not 1, but 0 or larger than 1; the message says so.

    Example:
        >>> drop_dim(torch.zeros(1, 4, 1), dim=2).shape
        torch.Size([1, 4])
    """
    raise NotImplementedError("drop_dim is not written yet")


def stack_images(images: Sequence[Tensor]) -> Tensor:
    """Make a batch of single images.

    Data sets give one image at a time, and networks take batches.

    Args:
        images: a list or tuple of tensors (C, H, W), all of the same shape and dtype.

    Returns:
        A tensor (N, C, H, W): image i of the batch is `images[i]`.

    Raises:
        Exception: there is no image, or not all have the same shape. Any exception will do.

    Example:
        >>> images = [torch.zeros(3, 28, 28), torch.ones(3, 28, 28)]
        >>> stack_images(images).shape
        torch.Size([2, 3, 28, 28])
    """
    raise NotImplementedError("stack_images is not written yet")


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    """Join two images into a wider one, with `a` on the left and `b` on the right.

    That is how an image is shown beside its prediction.

    Args:
        a: tensor (C, H, W1).
        b: tensor (C, H, W2) with the dtype of `a`.

    Returns:
        A tensor (C, H, W1 + W2).

    Example:
        >>> side_by_side(torch.zeros(1, 2, 3), torch.ones(1, 2, 1))
        tensor([[[0., 0., 0., 1.],
                 [0., 0., 0., 1.]]])
    """
    raise NotImplementedError("side_by_side is not written yet")


def shares_memory(a: Tensor, b: Tensor) -> bool:
    """Say whether `a` and `b` have an element of memory in common.

    If they do, writing to one changes the other. That is what you want of a view, and a mistake that is hard
    to find where you thought that you had a copy.

    Being made from one tensor is not enough: the first and the second half of a tensor lie in the same block
    of memory, and have no element in common.

    Args:
        a: tensor on the CPU that requires no gradients: a fresh one, or a view of another one, such as a
            slice (with or without a step), a column, a transpose, or one with another shape. It may be empty.
        b: another such tensor with the dtype of `a`.

    Returns:
        A Python bool. Both tensors hold the same numbers afterwards as before.

    Example:
        >>> x = torch.zeros(4, 6)
        >>> shares_memory(x, x[1:])
        True
        >>> shares_memory(x, x.clone())
        False
        >>> shares_memory(x[:2], x[2:])
        False
    """
    raise NotImplementedError("shares_memory is not written yet")


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply each row of `a` with each row of `b`: entry (i, j) is the inner product of `a[i]` and `b[j]`.

    Comparing N things with M others, each described by K numbers, is this product, and so is a linear layer:
    its weight has one row for each output.

    `a @ b` is the most common of all shape errors: "mat1 and mat2 shapes cannot be multiplied". A matrix
    product wants as many columns on its left as rows on its right, and here both have K columns.

    Args:
        a: floating point tensor (N, K).
        b: tensor (M, K) of the same dtype.

    Returns:
        A tensor (N, M).

    Example:
        >>> inner_matmul(torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0, 4.0], [1.0, 0.0]]))
        tensor([[11.,  1.]])
    """
    raise NotImplementedError("inner_matmul is not written yet")
