"""Momentum looks ahead along the velocity.

caught_by: test_sgd_momentum_by_hand, test_sgd_many_steps
explanation: That is Nesterov's variant, which torch has under `nesterov=True`. Here the parameter moves by
    the velocity itself: p = p - lr * v.
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
                g = p.grad + self.weight_decay * p
                v.mul_(self.momentum).add_(g)
                p -= self.lr * (g + self.momentum * v)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
