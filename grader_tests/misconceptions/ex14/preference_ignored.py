"""The best device is always the right one.

caught_by: test_pick_device
explanation: The preference is ignored, so nobody can run on the CPU for debugging. If prefer is given
    and available, return that device.
"""

import torch


def pick_device(prefer=None):
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if prefer is not None and not present.get(prefer.split(":")[0], False):
        raise ValueError(f"no device {prefer!r}")
    return torch.device(next(name for name in present if present[name]))
