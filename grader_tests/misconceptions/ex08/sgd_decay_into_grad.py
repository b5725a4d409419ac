"""Weight decay is added to the gradient.

caught_by: test_sgd_in_place
explanation: `p.grad += ...` changes what the caller may still look at, for example to print how large
    gradients are. Add to a new tensor: `g = p.grad + weight_decay * p`.
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
                p.grad += self.weight_decay * p
                v.mul_(self.momentum).add_(p.grad)
                p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
