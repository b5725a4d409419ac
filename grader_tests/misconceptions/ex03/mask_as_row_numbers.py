"""A mask is a list of row numbers.

caught_by: test_select_rows
explanation: As integers, the mask's 0 and 1 are taken for row numbers, so you get copies of rows 0
and 1. Keep the mask boolean.
"""

from torch import Tensor


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x[mask.long()]
