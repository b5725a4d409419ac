"""Multiplying by a mask selects rows.

caught_by: test_select_rows
explanation: Multiplying sets the unwanted rows to zero but keeps them. Index with the mask, as in
`x[mask]`, and only the wanted rows are left.
"""

from torch import Tensor


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x * mask[:, None]
