# Check your work: grade check ex04    Stuck? Take a hint: grade hint ex04
"""Exercise 4: NumPy, and random numbers that can be drawn again.

NumPy is the common language of Python's libraries for data, plots and images, so tensors and arrays change
into each other all the time. Two things are worth knowing each time. Do both look at the same memory, so
that writing to one changes the other? And which dtype comes out? NumPy computes in float64 unless told
otherwise and torch in float32: a float64 array that slips into a model ends in an error, or in a model that
is twice as slow.

The second half is about chance. Weights start at random and data is shuffled and split at random, yet a
result that nobody can repeat proves nothing. Computers draw from a generator, whose state is set by a
number, the seed: the same seed gives the same draws. Python, NumPy and torch each have a global generator,
and any code can draw from it. A function that only needs some random numbers of its own leaves these alone
and uses a generator of its own.
"""

import random

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    """Make a tensor that looks at the memory of an array: nothing is copied.

    Writing to the tensor changes the array, and the other way round. That takes no time and no memory,
    whatever the size of the array.

    Args:
        a: array of one dimension or more that may be written to, of bool, uint8, int8 to int64, float16 to
            float64, complex64 or complex128. It need not be contiguous: a slice or a transposed array will
            do.

    Returns:
        A tensor with the shape and dtype of `a`, in the same memory.

    Example:
        >>> a = np.array([1.0, 2.0, 3.0])
        >>> t = as_tensor_shared(a)
        >>> t[1] = 20.0
        >>> a
        array([ 1., 20.,  3.])
        >>> t.dtype
        torch.float64
    """
    raise NotImplementedError("as_tensor_shared is not written yet")


def as_tensor_copy(a: np.ndarray) -> Tensor:
    """Make a tensor with the values of an array, in memory of its own.

    Writing to the tensor leaves the array as it is, and the other way round. A copy is also possible where
    sharing is not: torch knows no negative strides, which reversed arrays such as `a[::-1]` have, and no
    tensor is read-only.

    Args:
        a: array of one dimension or more, of bool, uint8, int8 to int64, float16 to float64, complex64 or
            complex128; also an empty one, one that is not contiguous, one with negative strides, one that
            is read-only.

    Returns:
        A tensor with the shape and dtype of `a`.

    Example:
        >>> a = np.array([1, 2, 3])
        >>> t = as_tensor_copy(a[::-1])
        >>> a[0] = 100
        >>> t
        tensor([3, 2, 1])
    """
    raise NotImplementedError("as_tensor_copy is not written yet")


def to_numpy(t: Tensor) -> np.ndarray:
    """Make an array with the values of any tensor.

    Before a plot, for example, results of a model must become arrays. `Tensor.numpy` alone refuses most of
    them: tensors that hang on a graph, that lie on a GPU, that are lazily conjugated, or of a dtype that
    NumPy lacks.

    The tensor stays as it is, its `requires_grad` too. Whether the array shares its memory is up to you.

    Args:
        t: tensor of any shape, on any device, of bool, uint8, int8 to int64, float16 to float64, bfloat16,
            complex64 or complex128. It may require gradients or be computed from tensors that do, and it
            may be a conjugated view such as `z.conj()`, whose values are worked out when they are read.

    Returns:
        An array with the shape of `t` and the same dtype. NumPy has no bfloat16: such tensors give float32.

    Example:
        >>> w = torch.tensor([1.0, 4.0], requires_grad=True)
        >>> to_numpy(w * 2)
        array([2., 8.], dtype=float32)
    """
    raise NotImplementedError("to_numpy is not written yet")


def seed_everything(seed: int) -> None:
    """Seed the global generators of Python, NumPy and torch.

    At the start of a program this makes the whole run repeatable: `random.random()`, `np.random.rand()` and
    `torch.rand()` draw the same numbers each time, and so does all code that draws from these three.

    Args:
        seed: from 0 to 2**32 - 1. The same seed gives the same draws from all three generators, another
            seed gives other draws from each.

    Example:
        >>> seed_everything(7)
        >>> first = random.random(), np.random.rand(), torch.rand(())
        >>> seed_everything(7)
        >>> first == (random.random(), np.random.rand(), torch.rand(()))
        True
    """
    raise NotImplementedError("seed_everything is not written yet")


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    """Split the positions 0 to n - 1 at random into a part to train on and a part to test on.

    What a model was trained on says nothing about how good it is on new data. So some items are set aside
    before.

    Args:
        n: how many items there are, 1 or more.
        test_fraction: the share of items for the test part, from 0 to 1; at both ends one part is empty.
        seed: the same seed gives the same split, in the same order, whatever else was drawn at random
            before. Another seed gives another split.

    Returns:
        `(train, test)`, two int64 tensors of one dimension. Each position is in exactly one of them. The
        test part has `round(n * test_fraction)` items, with Python's `round`, which takes 2.5 to 2 and 3.5
        to 4. Which items these are is random, and so is the order within each part. The global random
        states of Python, NumPy and torch stay as they are.

    Example:
        >>> train, test = split_indices(10, test_fraction=0.3, seed=5)
        >>> len(train), len(test)
        (7, 3)
        >>> sorted(train.tolist() + test.tolist())
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        >>> torch.equal(test, split_indices(10, test_fraction=0.3, seed=5)[1])
        True
    """
    raise NotImplementedError("split_indices is not written yet")


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    """Split positions at random as `split_indices` does, but take the same share of each class.

    With a rare class, plain chance may put none of its items into the test part, and then nothing is
    learned about it there. A stratified split draws from each class on its own.

    Args:
        labels: int64 tensor (N,), N of 1 or more: the class of each item, 0 or more. Not every class need
            occur, and items of a class may stand anywhere.
        test_fraction: the share of items for the test part, from 0 to 1.
        seed: the same seed gives the same split, in the same order, whatever else was drawn at random
            before. Another seed gives another split.

    Returns:
        `(train, test)`, two int64 tensors of one dimension. Each position from 0 to N - 1 is in exactly one
        of them. Of a class with c items, c * test_fraction are in the test part, give or take one; so the
        size of the whole test part is free. Which items of a class these are is random. Each part as a
        whole is in random order too, with the classes mixed. The global random states of Python, NumPy and
        torch stay as they are.

    Example:
        >>> labels = torch.tensor([0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3])
        >>> train, test = stratified_split(labels, test_fraction=0.5, seed=1)
        >>> sorted(labels[test].tolist())
        [0, 0, 0, 0, 3, 3]
        >>> sorted(train.tolist() + test.tolist())
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    """
    raise NotImplementedError("stratified_split is not written yet")
