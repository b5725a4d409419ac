"""Every tuple type takes one iterable.

caught_by: test_to_device_structures
explanation: A named tuple's constructor takes its fields one by one, so type(batch)(items) raises
    TypeError. Unpack them: type(batch)(*items).
"""

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)([to_device(value, device) for value in batch])
    return batch
