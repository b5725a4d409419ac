# Check your work: grade check ex01    Stuck? Take a hint: grade hint ex01
"""Exercise 1: making tensors, and asking what they are.

A tensor is a grid of numbers with any number of dimensions: a single number has none, a list of numbers has
one, a table has two, a batch of gray images has three. Images, labels, weights and losses are all tensors.

Three things tell what kind of tensor you have. Its shape is the size of each dimension. Its dtype is the kind
of number that it holds, such as float32 or int64; one tensor holds one kind. Its device is where the numbers
are: in the computer's main memory ("cpu") or on a graphics card ("cuda:0"). When code with tensors fails, one
of the three is nearly always what you did not expect, so look at them first.

Each function takes what it is given, leaves it as it is, and returns something new.
"""

from typing import Any

import torch
from torch import Tensor


def describe(t: Tensor) -> dict[str, Any]:
    """Say what kind of tensor `t` is.

    Printing these facts is the quickest way to find out why a line of code fails.

    All of them are attributes or methods of the tensor. The numbers inside need not be read, so the function
    works for any tensor: of any dtype, without elements, on any device, also on the device "meta", where
    tensors have everything but numbers.

    Args:
        t: any tensor.

    Returns:
        A dict with six entries and no others, in any order:

        - "ndim": the number of dimensions, an int
        - "shape": the size of each dimension, a tuple of ints
        - "dtype": the kind of number, a `torch.dtype` such as `torch.float32`
        - "device": the device as a string, such as "cpu" or "cuda:0"
        - "numel": the number of elements, an int
        - "requires_grad": whether operations on `t` are recorded for gradients, a bool

    Example:
        >>> facts = describe(torch.zeros(2, 3))
        >>> facts["shape"]
        (2, 3)
        >>> facts["numel"]
        6
    """
    raise NotImplementedError("describe is not written yet")


def from_nested(data: Any, dtype: torch.dtype = torch.float32) -> Tensor:
    """Make a tensor of numbers that stand in nested Python lists.

    Small examples are typed in like this, and what is read from text files often comes as lists.

    The nesting gives the shape: a list of 2 lists of 3 numbers each becomes a tensor of shape (2, 3), an
    empty list one of shape (0,), and a number that stands in no list one of shape ().

    Each number goes into `dtype` as exactly as it fits: as float64, 0.1 keeps all digits that Python has of
    it, and as int64, even the largest ints stay as they are.

    Args:
        data: a number (an int, float or bool), a list of numbers, or a list of lists of equal length, to any
            depth. Tuples may stand for lists.
        dtype: the dtype of the result, whatever kind of numbers `data` holds.

    Returns:
        A tensor of that dtype on the CPU.

    Example:
        >>> from_nested([[1, 2, 3], [4, 5, 6]])
        tensor([[1., 2., 3.],
                [4., 5., 6.]])
        >>> from_nested([1, 2], dtype=torch.int64)
        tensor([1, 2])
    """
    raise NotImplementedError("from_nested is not written yet")


def count_up(start: float, end: float, step: float = 1) -> Tensor:
    """Count from `start` in steps of `step`, and stop before `end`.

    Positions of pixels, numbers of samples and points on an axis are made like this.

    As with Python's `range`, `start` is the first number and `end` is never in the result.

    Args:
        start: the first number, an int or a float.
        end: the limit, an int or a float; the numbers stay below it, or above it when counting down.
        step: what is added each time, an int or a float, not zero. A negative step counts down. It leads from
            `start` towards `end`. Floats are such that sums are exact, as they are with 0.5 or 0.25.

    Returns:
        A 1-D tensor, int64 if all three arguments are ints, and float32 if any of them is a float. It has no
        elements if `start` equals `end`.

    Example:
        >>> count_up(2, 6)
        tensor([2, 3, 4, 5])
        >>> count_up(0, 1, 0.25)
        tensor([0.0000, 0.2500, 0.5000, 0.7500])
    """
    raise NotImplementedError("count_up is not written yet")


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    """Make a table of zeros and a table of ones.

    Totals start as zeros and factors as ones; biases of a network often start as zeros too.

    Args:
        rows: the number of rows, 1 or more.
        cols: the number of columns, 1 or more.

    Returns:
        A tuple of two float32 tensors, both of shape (rows, cols): first the zeros, then the ones.

    Example:
        >>> zeros, ones = constant_pair(1, 3)
        >>> ones
        tensor([[1., 1., 1.]])
    """
    raise NotImplementedError("constant_pair is not written yet")


def uniform(
    shape: tuple[int, ...], seed: int, dtype: torch.dtype = torch.float32, device: str | torch.device = "cpu"
) -> Tensor:
    """Draw random numbers from 0 to 1 that depend on `seed` alone.

    The weights of a network start as random numbers. With a seed, somebody else can repeat what you did.

    All numbers from 0 to 1 are equally likely; 0 itself can occur, and 1 does not. The same seed always gives
    the same numbers for a shape, whatever was drawn before, and another seed gives others. Which numbers
    belong to which seed is up to you.

    torch has one global source of random numbers, which all code shares, and which `torch.manual_seed` sets
    anew. This function leaves that source in the state in which it was, and those of Python and NumPy too:
    what others draw afterwards is what they would have drawn without it.

    Args:
        shape: the shape of the result, a tuple of one int or more.
        seed: an int from 0 to 2**32 - 1.
        dtype: the dtype of the result, `torch.float32` or `torch.float64`.
        device: where the result is to be.

    Returns:
        A tensor of that shape and dtype on that device.

    Example:
        >>> a = uniform((2, 3), seed=5)
        >>> b = uniform((2, 3), seed=5)
        >>> a.shape
        torch.Size([2, 3])
        >>> torch.equal(a, b)
        True
    """
    raise NotImplementedError("uniform is not written yet")


def normalize_pixels(images: Tensor) -> Tensor:
    """Turn gray images as they are stored into what a network takes.

    Image files hold a pixel as a whole number from 0, black, to 255, white. Networks compute with floats and
    learn best from small numbers, so 0 to 255 becomes 0 to 1. And they want a dimension for the color
    channels: an image in red, green and blue has three, a gray one has one.

    Args:
        images: uint8 tensor (N, H, W): N images of H rows and W columns. N may be 0.

    Returns:
        A float32 tensor (N, 1, H, W): each number divided by 255, to within 0.000001.

    Raises:
        ValueError: `images` has another dtype than uint8, for then its numbers may not be 0 to 255; the
            message says so.

    Example:
        >>> normalize_pixels(torch.tensor([[[0, 255], [51, 102]]], dtype=torch.uint8))
        tensor([[[[0.0000, 1.0000],
                  [0.2000, 0.4000]]]])
    """
    raise NotImplementedError("normalize_pixels is not written yet")


def mean_of(t: Tensor) -> Tensor:
    """Compute the mean of all elements of `t`.

    The loss of a batch is a mean, and so is an accuracy: the mean of True and False is the share of True.

    The mean of floats has their dtype, and is as exact as that: the mean of float64 numbers is computed in
    float64. The mean of whole numbers is no whole number, so ints and bools give a float32. It is right to
    within 0.00001 of the largest element, also for int64 numbers so large that their sum is no int64 any
    more.

    Args:
        t: tensor of floats, ints or bools, of any shape, with one element or more.

    Returns:
        A tensor of shape (), which is a single number: of the dtype of `t` if that is a floating point dtype,
        else float32.

    Example:
        >>> mean_of(torch.tensor([[1, 2], [4, 3]]))
        tensor(2.5000)
        >>> mean_of(torch.tensor([True, False, True, True]))
        tensor(0.7500)
    """
    raise NotImplementedError("mean_of is not written yet")
