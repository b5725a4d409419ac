"""Forward may use its input as scratch space.

caught_by: test_cube_by_hand, test_cube_in_formulas
explanation: `x.pow_(3)` changes the caller's tensor, and what you saved is no longer x but x**3.
Write `x**3`, which makes a new tensor.
"""

import torch
from torch import Tensor


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x.pow_(3)

    @staticmethod
    def backward(ctx, grad_output: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return grad_output * 3 * x**2
