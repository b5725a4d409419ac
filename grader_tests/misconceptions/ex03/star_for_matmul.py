"""`*` multiplies matrices.

caught_by: test_matmul_by_hand, test_matmul_broadcasts
explanation: `*` multiplies entry by entry, and needs shapes that are equal or broadcast. The matrix
product is written `@`.
"""

from torch import Tensor


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return a * b
