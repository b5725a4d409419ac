"""`nonzero` gives a vector of row numbers.

caught_by: test_select_rows
explanation: `nonzero()` gives a matrix (K, 1), so indexing with it inserts a dimension and the
result is (K, 1, D). Index with the mask itself, or flatten the row numbers first.
"""

from torch import Tensor


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x[mask.nonzero()]
