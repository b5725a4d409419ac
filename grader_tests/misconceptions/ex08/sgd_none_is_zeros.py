"""No gradient is a gradient of zeros.

caught_by: test_sgd_without_gradients
explanation: With zeros, momentum and weight decay still move the parameter. None means that the parameter
    was not part of this batch: leave it and its velocity alone.
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
            g = torch.zeros_like(p) if p.grad is None else p.grad
            v.mul_(self.momentum).add_(g + self.weight_decay * p)
            p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
