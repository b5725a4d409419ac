"""If the preferred device is missing, the CPU will do.

caught_by: test_pick_device_refuses
explanation: Who asks for a GPU and silently gets the CPU waits a hundred times as long without knowing
    why. Raise ValueError when the preferred device is not there.
"""

import torch


def pick_device(prefer=None):
    if prefer in (None, "cuda") and torch.cuda.is_available():
        return torch.device("cuda")
    if prefer in (None, "mps") and torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
