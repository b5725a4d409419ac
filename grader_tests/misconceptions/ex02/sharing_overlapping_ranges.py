"""Two tensors share memory if one begins before the other one ends.

caught_by: test_sharing_any_views
explanation: The elements of a view need not lie one after the other. The left and the right half of a table
    alternate in memory, row by row, and have no element in common. Compare all places, not the first and
    the last.
"""

from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    def ends(t: Tensor) -> tuple[int, int]:
        last = sum((size - 1) * step for size, step in zip(t.shape, t.stride(), strict=True))
        return t.data_ptr(), t.data_ptr() + last * t.element_size()

    if a.numel() == 0 or b.numel() == 0:
        return False
    return ends(a)[0] <= ends(b)[1] and ends(b)[0] <= ends(a)[1]
