"""A tensor requires gradients when it has one.

caught_by: test_describe
explanation: `t.grad` is filled only by `backward()`, so it is None for fresh weights too. Whether
    operations on a tensor are recorded is `t.requires_grad`.
"""

from torch import Tensor


def describe(t: Tensor) -> dict:
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "numel": t.numel(),
        "requires_grad": t.grad is not None,
    }
