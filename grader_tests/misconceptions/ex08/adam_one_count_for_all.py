"""The optimizer counts its steps.

caught_by: test_adam_without_gradients
explanation: A parameter that sat out a step has had one update less, and its means lack more. Count for
    each parameter, and only the steps in which it has a gradient.
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
        self.count = getattr(self, "count", 0) + 1
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            t, g = self.count, p.grad
            m = self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
            s = self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
            p -= self.lr * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)).sqrt() + self.eps)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
