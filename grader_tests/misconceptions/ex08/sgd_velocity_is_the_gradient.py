"""The first velocity is the gradient, so it can be kept as it is.

caught_by: test_sgd_many_steps, test_sgd_in_place
explanation: `v = p.grad` gives the gradient's tensor a second name: changing v in place changes `.grad`
    too, and what is written into `.grad` next lands in v. Keep a copy: `p.grad.clone()`.
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
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            if not hasattr(self, "started"):
                self.started = {}
            if i not in self.started:
                self.started[i] = p.grad
            else:
                self.started[i].mul_(self.momentum).add_(p.grad)
            p -= self.lr * (self.started[i] + self.weight_decay * p)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
