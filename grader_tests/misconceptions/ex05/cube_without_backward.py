"""Autograd sees what forward does.

caught_by: test_cube_by_hand, test_cube_in_formulas
explanation: Inside the forward of an autograd.Function nothing is recorded: it is for you to say
how the gradient passes. Write `backward`.
"""

import torch
from torch import Tensor


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        return x**3
