"""A new dimension goes to the end.

caught_by: test_add_batch_dim
explanation: `unsqueeze(-1)` makes (C, H, W, 1). The batch comes first: its place is 0.
"""

from torch import Tensor


def add_batch_dim(image: Tensor) -> Tensor:
    return image.unsqueeze(-1)
