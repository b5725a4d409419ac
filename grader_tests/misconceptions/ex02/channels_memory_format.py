"""`channels_last` is a memory format of torch.

caught_by: test_channels_last
explanation: `memory_format=torch.channels_last` changes where the numbers lie in memory, and the shape
    stays (N, C, H, W). Here the shape is to change, and the memory is to stay: that is `permute`.
"""

import torch
from torch import Tensor


def to_channels_last(x: Tensor) -> Tensor:
    return x.to(memory_format=torch.channels_last)
