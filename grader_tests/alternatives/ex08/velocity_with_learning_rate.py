"""The velocity holds the learning rate, means are kept corrected, parameters change through `p.data`."""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = [p for p in params]
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay
        self.velocity = {}

    def step(self) -> None:
        for i, p in enumerate(self.params):
            if p.grad is not None:
                v = self.velocity.get(i, 0)
                v = self.momentum * v - self.lr * (p.grad + self.weight_decay * p.data)
                self.velocity[i] = v
                p.data += v

    def zero_grad(self) -> None:
        for p in self.params:
            del p.grad


class Adam:
    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.slots = [[p, 0.0, 0.0, 0] for p in params]
        self.lr, self.betas, self.eps = lr, betas, eps

    def step(self) -> None:
        a, b = self.betas
        for slot in self.slots:
            p, mean, square, t = slot
            if p.grad is None:
                continue
            t += 1
            # How much a corrected mean keeps: what beta keeps, as far as there was something to keep.
            keep_a, keep_b = a * (1 - a ** (t - 1)) / (1 - a**t), b * (1 - b ** (t - 1)) / (1 - b**t)
            g = p.grad.detach()
            mean = keep_a * mean + (1 - keep_a) * g
            square = keep_b * square + (1 - keep_b) * g * g
            slot[1:] = mean, square, t
            p.data.sub_(self.lr * mean / (square**0.5 + self.eps))

    def zero_grad(self) -> None:
        for slot in self.slots:
            slot[0].grad = None
