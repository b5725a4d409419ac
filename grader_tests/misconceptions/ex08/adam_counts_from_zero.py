"""The first step has the number 0.

caught_by: test_adam_by_hand, test_adam_many_steps
explanation: 1 - beta**0 is 0, and dividing by it gives infinity or NaN. The first step is t = 1: count
    before the correction.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = list(params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]
        self.counts = [0 for _ in self.params]
        self.lr, self.betas, self.eps = lr, betas, eps

    @torch.no_grad()
    def step(self) -> None:
        beta1, beta2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            t, g = self.counts[i], p.grad
            self.counts[i] += 1
            m = self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
            s = self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
            p -= self.lr * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)).sqrt() + self.eps)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
