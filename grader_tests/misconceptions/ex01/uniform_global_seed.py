"""`torch.manual_seed` is how numbers are made repeatable.

caught_by: test_uniform_evenly
explanation: `torch.manual_seed` sets the one global source that all code shares. Whoever shuffles data or
    starts weights afterwards then gets the same numbers again, without knowing why. Make a
    `torch.Generator` of your own, seed it, and pass it to `torch.rand`.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    torch.manual_seed(seed)
    return torch.rand(shape, dtype=dtype, device=device)
