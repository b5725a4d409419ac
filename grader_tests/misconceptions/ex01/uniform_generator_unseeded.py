"""A generator of one's own makes the numbers repeatable.

caught_by: test_uniform_by_seed, test_uniform_evenly
explanation: A fresh generator always starts from the same seed of its own, so you get the same numbers for
    all seeds. Call `generator.manual_seed(seed)` before you draw.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    generator = torch.Generator(device)
    return torch.rand(shape, generator=generator, dtype=dtype, device=device)
