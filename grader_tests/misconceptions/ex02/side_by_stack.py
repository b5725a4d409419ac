"""Two images are joined with `stack`.

caught_by: test_side_by_side
explanation: `torch.stack` makes a new dimension, and needs images of equal shape. Here the width grows, a
    dimension that is there: `torch.cat` along it.
"""

import torch
from torch import Tensor


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    return torch.stack([a, b], dim=-1).flatten(2)
