"""Weight decay shrinks the parameter, apart from the velocity.

caught_by: test_sgd_many_steps
explanation: AdamW does it that way. In torch's SGD the decay is part of the gradient, so it also goes into
    the velocity: g = g + weight_decay * p comes first.
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
                v.mul_(self.momentum).add_(p.grad)
                p *= 1 - self.lr * self.weight_decay
                p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
