"""A gradient of zeros has nothing to say.

caught_by: test_sgd_momentum_by_hand, test_sgd_without_gradients
explanation: With momentum the parameter keeps rolling when the gradient is 0 for once, and its velocity
    shrinks. Only None means that there is nothing to do.
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
            if p.grad is not None and bool(p.grad.any()):
                v.mul_(self.momentum).add_(p.grad + self.weight_decay * p)
                p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
