"""A batch is a flat list of tensors.

caught_by: test_to_device_structures
explanation: Only the first level is moved, so a tensor inside an inner list or dict stays on the CPU.
    Let to_device call itself on each item.
"""

from torch import Tensor


def to_device(batch, device):
    def move(value):
        return value.to(device) if isinstance(value, Tensor) else value

    if isinstance(batch, dict):
        return {key: move(value) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*map(move, batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(map(move, batch))
    return move(batch)
