"""Where there is CUDA, there is every CUDA device.

caught_by: test_pick_device_refuses
explanation: A machine with one GPU has cuda:0 and no cuda:1, and that only shows when a tensor is put there. Compare
    the index with torch.cuda.device_count() and raise ValueError.
"""

import torch


def pick_device(prefer=None):
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if prefer is None:
        return torch.device(next(name for name, present in available.items() if present))
    if not available.get(prefer.partition(":")[0]):
        raise ValueError(f"there is no device {prefer!r} here")
    return torch.device(prefer)
