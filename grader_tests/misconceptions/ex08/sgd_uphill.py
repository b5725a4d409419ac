"""A step goes along the gradient.

caught_by: test_sgd_by_hand, test_sgd_many_steps
explanation: The gradient points to where the loss grows. To make the loss smaller, the step is subtracted.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        self.velocities = [torch.zeros_like(p) for p in self.params]
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay

    @torch.no_grad()
    def step(self) -> None:
        for p, v in zip(self.params, self.velocities, strict=True):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad + self.weight_decay * p)
                p += self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
