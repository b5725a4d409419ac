"""`params` can be kept as it comes.

caught_by: test_sgd_in_a_training_loop
explanation: `model.parameters()` is a generator: it can be read once, and then it is empty. The first loop
    over it, in `__init__` or in `zero_grad`, uses it up, and `step` finds no parameters. Keep
    `list(params)`.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = params
        self.velocities = [torch.zeros_like(p) for p in self.params]
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay

    @torch.no_grad()
    def step(self) -> None:
        for p, v in zip(self.params, self.velocities):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad + self.weight_decay * p)
                p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
