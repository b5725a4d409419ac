"""A tuple may come back as a list.

caught_by: test_to_device
explanation: The comprehension makes a list out of each tuple, and code that unpacks or hashes it breaks
    later. Build the type that came in.
"""

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(value, device) for value in batch]
    return batch
