"""torch's own error for a bad name is good enough.

caught_by: test_pick_device_refuses
explanation: torch.device("toaster") raises RuntimeError, but callers were promised a ValueError. Catch
    it and raise ValueError with a message that names the device.
"""

import torch


def pick_device(prefer=None):
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if prefer is None:
        return torch.device(next(name for name in present if present[name]))
    device = torch.device(prefer)
    if not present.get(device.type, False):
        raise ValueError(f"no device {prefer!r}")
    return device
