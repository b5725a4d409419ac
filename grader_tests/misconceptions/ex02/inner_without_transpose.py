"""`@` lines the rows up by itself.

caught_by: test_inner_matmul
explanation: A matrix product wants as many columns on its left as rows on its right. With (N, K) and (M, K)
    that fails, or, where N, M and K happen to be equal, multiplies rows with columns. Transpose the second
    one: `a @ b.T`.
"""

from torch import Tensor


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return a @ b
