"""`if seed:` asks whether there is a seed.

caught_by: test_uniform_evenly
explanation: 0 counts as false in Python, so the seed 0 is taken for no seed at all, and its numbers cannot
    be repeated. Every call has a seed here: use it without asking.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    generator = torch.Generator(device).manual_seed(seed) if seed else None
    return torch.rand(shape, generator=generator, dtype=dtype, device=device)
