"""`backward` returns the derivative.

caught_by: test_cube_by_hand, test_cube_in_formulas
explanation: You return the slope of x**3 alone. What comes after it has a slope too, `grad_output`,
and the chain rule multiplies the two.
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
        return 3 * x**2
