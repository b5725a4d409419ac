"""One optimizer has one velocity.

caught_by: test_sgd_by_hand, test_sgd_many_steps
explanation: Each parameter has its own gradient, of its own shape, so each needs its own velocity. A shared
    one fails for unequal shapes, and for equal ones it mixes up the parameters.
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
        for p in self.params:
            if p.grad is not None:
                self.velocity = self.momentum * getattr(self, "velocity", 0) + p.grad + self.weight_decay * p
                p -= self.lr * self.velocity

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
