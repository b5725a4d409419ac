"""Plain Python floats in lists, one for each number of each parameter; no tensor arithmetic."""

import math
from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        self.velocities = [[0.0] * p.numel() for p in self.params]
        self.lr, self.momentum, self.weight_decay = lr, momentum, weight_decay

    def step(self) -> None:
        for p, velocity in zip(self.params, self.velocities, strict=True):
            if p.grad is None:
                continue
            numbers = p.detach().flatten().tolist()
            for k, (x, g) in enumerate(zip(numbers, p.grad.flatten().tolist(), strict=True)):
                velocity[k] = self.momentum * velocity[k] + g + self.weight_decay * x
                numbers[k] = x - self.lr * velocity[k]
            p.detach().copy_(torch.tensor(numbers, dtype=p.dtype).reshape(p.shape))

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None


class Adam:
    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = list(params)
        self.memory = [[(0.0, 0.0)] * p.numel() for p in self.params]
        self.times = [0] * len(self.params)
        self.lr, self.betas, self.eps = lr, betas, eps

    def step(self) -> None:
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.times[i] += 1
            numbers = p.detach().flatten().tolist()
            gradients = p.grad.flatten().tolist()
            for k in range(len(numbers)):
                numbers[k] -= self.lr * self.direction(i, k, gradients[k])
            p.detach()[...] = torch.tensor(numbers, dtype=p.dtype).reshape(p.shape)

    def direction(self, i: int, k: int, g: float) -> float:
        (beta1, beta2), (m, s) = self.betas, self.memory[i][k]
        m, s = m + (1 - beta1) * (g - m), s + (1 - beta2) * (g * g - s)
        self.memory[i][k] = m, s
        lacking1, lacking2 = 1 - math.pow(beta1, self.times[i]), 1 - math.pow(beta2, self.times[i])
        return m / lacking1 / (math.sqrt(s / lacking2) + self.eps)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
