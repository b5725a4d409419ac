"""The device prints as "cpu", so it is a string.

caught_by: test_describe
explanation: `t.device` is a `torch.device` object, which only prints like a string. Where text is wanted,
    such as in a dict that is written to a file, turn it into a string with `str(...)`.
"""

from torch import Tensor


def describe(t: Tensor) -> dict:
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": t.device,
        "numel": t.numel(),
        "requires_grad": t.requires_grad,
    }
