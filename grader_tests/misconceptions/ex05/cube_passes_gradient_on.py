"""The gradient passes through `backward` as it is.

caught_by: test_cube_by_hand, test_cube_in_formulas
explanation: You return `grad_output` unchanged, as if the function were x itself. Multiply it by
the slope of x**3 at the saved x.
"""

import torch
from torch import Tensor


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad_output: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return grad_output
