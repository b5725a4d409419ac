"""The class can remember what forward was given.

caught_by: test_cube_in_formulas
explanation: There is one class for all applications, so the second forward overwrites what the
first one saved, and both backwards use the last input. Save it in `ctx`, which each application has
for itself.
"""

import torch
from torch import Tensor


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        Cube.x = x
        return x**3

    @staticmethod
    def backward(ctx, grad_output: Tensor) -> Tensor:
        return grad_output * 3 * Cube.x**2
