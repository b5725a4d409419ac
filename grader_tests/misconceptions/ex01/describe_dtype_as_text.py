"""A dtype is its name.

caught_by: test_describe
explanation: `str(t.dtype)` is a string, with which no tensor can be made. Return `t.dtype` itself: it can
    be compared (`t.dtype == torch.float32`) and passed on (`torch.zeros(3, dtype=t.dtype)`).
"""

from torch import Tensor


def describe(t: Tensor) -> dict:
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "dtype": str(t.dtype),
        "device": str(t.device),
        "numel": t.numel(),
        "requires_grad": t.requires_grad,
    }
