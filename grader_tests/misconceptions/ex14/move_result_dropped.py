"""x.to(device) moves x itself.

caught_by: test_to_device, test_batches_are_moved
explanation: Tensor.to returns a moved tensor and leaves the old one where it is (only modules are moved
    in place). Use its result.
"""


def to_device(batch, device):
    if hasattr(batch, "to"):
        batch.to(device)
    elif isinstance(batch, dict):
        for value in batch.values():
            to_device(value, device)
    elif isinstance(batch, (list, tuple)):
        for value in batch:
            to_device(value, device)
    return batch
