"""A named tuple is just a tuple.

caught_by: test_to_device_structures
explanation: Named tuples come back as plain tuples, so batch.image no longer works. A named tuple has
    _fields; make a new one with type(batch)(*items).
"""

from torch import Tensor


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, list):
        return [to_device(value, device) for value in batch]
    if isinstance(batch, tuple):
        return tuple(to_device(value, device) for value in batch)
    return batch
