"""Random numbers are random.

caught_by: test_uniform_by_seed, test_uniform_evenly
explanation: `seed` is not used, so each call gives other numbers, and nobody can repeat them. Make a
    `torch.Generator`, call its `manual_seed(seed)`, and pass it to `torch.rand` as `generator=`.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    return torch.rand(shape, dtype=dtype, device=device)
