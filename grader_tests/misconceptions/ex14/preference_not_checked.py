"""A device that has a name exists.

caught_by: test_pick_device_refuses
explanation: torch.device("cuda") can be made on any machine; it fails only when a tensor is put there.
    Ask torch.cuda.is_available() first and raise ValueError.
"""

import torch


def pick_device(prefer=None):
    if prefer is not None:
        return torch.device(prefer)
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
