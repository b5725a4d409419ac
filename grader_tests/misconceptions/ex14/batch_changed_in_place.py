"""The batch may be changed in place.

caught_by: test_to_device_structures
explanation: The moved tensors are written into the list or dict that came in, so the caller's batch is
    no longer on the CPU. Build a new container.
"""

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        for key in batch:
            batch[key] = to_device(batch[key], device)
    elif isinstance(batch, list):
        for index, value in enumerate(batch):
            batch[index] = to_device(value, device)
    elif isinstance(batch, tuple):
        moved = [to_device(value, device) for value in batch]
        return type(batch)(*moved) if hasattr(batch, "_fields") else tuple(moved)
    return batch
