"""A machine has CUDA or nothing.

caught_by: test_pick_device
explanation: Apple machines have a GPU too, which torch calls "mps". Ask
    torch.backends.mps.is_available() before you settle for the CPU.
"""

import torch


def pick_device(prefer=None):
    if prefer is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not present.get(prefer.split(":")[0], False):
        raise ValueError(f"no device {prefer!r}")
    return torch.device(prefer)
