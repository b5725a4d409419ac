"""Without a graphics card, every tensor is on the CPU.

caught_by: test_describe
explanation: A tensor knows where it is: ask it for `t.device`. Even a computer without a graphics card has
    a second device, "meta", whose tensors have a shape and a dtype but no numbers.
"""

from torch import Tensor


def describe(t: Tensor) -> dict:
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "dtype": t.dtype,
        "device": "cpu",
        "numel": t.numel(),
        "requires_grad": t.requires_grad,
    }
