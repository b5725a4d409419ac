"""Everything in a batch has a .to method.

caught_by: test_to_device_structures
explanation: Strings, numbers and None have no .to and raise AttributeError. Move tensors, walk
    containers, and pass anything else through.
"""


def to_device(batch, device):
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch.to(device)
