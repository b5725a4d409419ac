"""Either of the two can be transposed.

caught_by: test_inner_matmul
explanation: `a.T @ b` sums over the rows, and needs equally many of them: it is (K, K). The sum is to go
    over the K columns, which both have: `a @ b.T`.
"""

from torch import Tensor


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return a.T @ b
