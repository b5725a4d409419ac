"""`len` counts the elements.

caught_by: test_describe
explanation: `len(t)` is the size of the first dimension: a table with 2 rows has length 2, however long its
    rows are. And a tensor without dimensions has no length at all. `t.numel()` counts the elements.
"""

from torch import Tensor


def describe(t: Tensor) -> dict:
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": str(t.device),
        "numel": len(t),
        "requires_grad": t.requires_grad,
    }
