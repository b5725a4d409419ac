"""One generator is enough for all calls.

caught_by: test_uniform_by_seed, test_uniform_evenly
explanation: The generator is made and seeded once, and goes on from there, so a second call with the same
    seed gets other numbers. Make and seed it inside the function.
"""

import torch
from torch import Tensor

_GENERATORS = {}


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    if seed not in _GENERATORS:
        _GENERATORS[seed] = torch.Generator(device).manual_seed(seed)
    return torch.rand(shape, generator=_GENERATORS[seed], dtype=dtype, device=device)
