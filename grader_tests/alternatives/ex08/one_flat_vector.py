"""All that moves is joined to one long vector, updated at once, and copied back."""

from collections.abc import Iterable

import torch
from torch import Tensor


def flat(tensors: list[Tensor]) -> Tensor:
    return torch.cat([t.detach().reshape(-1) for t in tensors]) if tensors else torch.empty(0)


def write_back(params: list[Tensor], numbers: Tensor) -> None:
    with torch.no_grad():
        for p, part in zip(params, numbers.split([p.numel() for p in params]), strict=True):
            p.copy_(part.reshape(p.shape))


class SGD:
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        self.memory = [torch.zeros_like(p) for p in self.params]
        self.hyper = lr, momentum, weight_decay

    def step(self) -> None:
        lr, momentum, weight_decay = self.hyper
        moving = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not moving:
            return
        params = [self.params[i] for i in moving]
        memory = [self.memory[i] for i in moving]
        p, g, v = flat(params), flat([p.grad for p in params]), flat(memory)
        v = momentum * v + g + weight_decay * p
        write_back(memory, v)
        write_back(params, p - lr * v)

    def zero_grad(self) -> None:
        for p in self.params:
            if p.grad is not None:
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
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]
        self.t = [torch.zeros_like(p) for p in self.params]  # a count for each number
        self.hyper = lr, betas, eps

    def step(self) -> None:
        lr, (beta1, beta2), eps = self.hyper
        moving = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not moving:
            return
        lists = [[tensors[i] for i in moving] for tensors in (self.params, self.m, self.v, self.t)]
        g = flat([p.grad for p in lists[0]])
        p, m, v, t = map(flat, lists)
        t = t + 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        p = p - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
        for tensors, numbers in zip(lists, (p, m, v, t), strict=True):
            write_back(tensors, numbers)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
