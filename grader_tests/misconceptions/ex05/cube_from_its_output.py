"""The output is enough to find the slope.

caught_by: test_cube_by_hand, test_cube_in_formulas
explanation: `y ** (2 / 3)` is NaN for negative numbers, as torch has no real root of them. Save the
input of forward, not its output.
"""

import torch
from torch import Tensor


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        y = x**3
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output: Tensor) -> Tensor:
        (y,) = ctx.saved_tensors
        return grad_output * 3 * y ** (2 / 3)
