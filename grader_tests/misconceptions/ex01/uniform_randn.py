"""`randn` draws random numbers.

caught_by: test_uniform_by_seed, test_uniform_evenly
explanation: `torch.randn` draws from the normal distribution: numbers around 0, half of them negative.
    `torch.rand`, without the n, draws from 0 to 1, all equally likely.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    generator = torch.Generator(device).manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=dtype, device=device)
