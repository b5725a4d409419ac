"""Autograd may compute what one could also write.

caught_by: test_linear_by_hand, test_linear_any_sizes
explanation: You let `torch.autograd.grad` do it, which this exercise does not allow: what it does
for a linear layer is what you write here. Two matrix products and a sum are enough.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    b = torch.zeros(len(w), dtype=w.dtype)
    inputs = [tensor.clone().requires_grad_() for tensor in (x, w, b)]
    return torch.autograd.grad(F.linear(*inputs), inputs, grad_out)
