"""Numbers of the normal distribution, squeezed to 0 to 1, are uniform.

caught_by: test_uniform_evenly
explanation: A sigmoid brings the numbers of `torch.randn` between 0 and 1, but most of them land near 0.5,
    and few near 0 or 1. `torch.rand` makes all numbers from 0 to 1 equally likely.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    generator = torch.Generator(device).manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=dtype, device=device).sigmoid()
