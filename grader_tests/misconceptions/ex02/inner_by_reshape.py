"""`reshape` makes the shapes fit.

caught_by: test_inner_matmul
explanation: The error is gone, and the numbers are wrong: `reshape` keeps the order in which the numbers
    are read, so the columns of the result are no rows of `b`. `b.T` turns rows into columns.
"""

from torch import Tensor


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return a @ b.reshape(b.shape[1], b.shape[0])
