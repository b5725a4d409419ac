"""What the machine has is asked once, at import time, through a name imported from torch.cuda."""

import torch
from torch.cuda import is_available as cuda_there

HAS = {"cpu": True, "cuda": cuda_there(), "mps": torch.backends.mps.is_available()}
COUNT = torch.cuda.device_count()
BEST = "cuda" if cuda_there() else "mps" if HAS["mps"] else "cpu"


def pick_device(prefer=None):
    if prefer is None:
        return torch.device(BEST)
    name, _, number = str(prefer).partition(":")
    if name not in [k for k in HAS if HAS[k]] or (name == "cuda" and int(number or 0) >= COUNT):
        raise ValueError(f"{prefer} is not available")
    return torch.device(prefer)
