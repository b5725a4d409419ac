"""What the machine has is asked once, at import time, through a name imported from torch.cuda."""

import torch
from torch.cuda import is_available as cuda_there

HAS = {"cpu": True, "cuda": cuda_there(), "mps": torch.backends.mps.is_available()}
BEST = "cuda" if cuda_there() else "mps" if HAS["mps"] else "cpu"


def pick_device(prefer=None):
    if prefer is None:
        return torch.device(BEST)
    if str(prefer).split(":")[0] not in [k for k in HAS if HAS[k]]:
        raise ValueError(f"{prefer} is not available")
    return torch.device(prefer)
