"""Width comes before height.

caught_by: test_constant_pair
explanation: Shapes name the rows first: a table of 2 rows and 3 columns has shape (2, 3).
"""

import torch
from torch import Tensor


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    return torch.zeros(cols, rows), torch.ones(cols, rows)
