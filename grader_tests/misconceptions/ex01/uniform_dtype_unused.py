"""`torch.rand` knows which dtype is wanted.

caught_by: test_uniform_evenly
explanation: `torch.rand` makes float32 unless you pass the dtype on: `dtype=dtype`.
"""

import torch
from torch import Tensor


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    generator = torch.Generator(device).manual_seed(seed)
    return torch.rand(shape, generator=generator, device=device)
