"""A small object for each parameter does its work; counts are tensors, as torch keeps them; `out=`."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Mover:
    def __init__(self, p: Tensor) -> None:
        self.p = p

    def forget(self) -> None:
        self.p.grad = None


class Roller(Mover):
    velocity = None

    def move(self, lr: float, momentum: float, weight_decay: float) -> None:
        g = torch.add(self.p.grad, self.p.detach(), alpha=weight_decay)
        self.velocity = g if self.velocity is None else torch.add(g, self.velocity, alpha=momentum)
        numbers = self.p.detach()  # the same memory, without a graph
        torch.sub(numbers, self.velocity, alpha=lr, out=numbers)


class Averager(Mover):
    def __init__(self, p: Tensor) -> None:
        super().__init__(p)
        self.step = torch.tensor(0.0)
        self.first = self.p.detach().clone().zero_()
        self.second = self.first.clone()

    def move(self, lr: float, betas: tuple[float, float], eps: float) -> None:
        self.step += 1
        beta1, beta2 = betas
        g = self.p.grad
        self.first += (g - self.first) * (1 - beta1)
        self.second += (g.square() - self.second) * (1 - beta2)
        length = lr / (1 - beta1**self.step)
        root = (self.second / (1 - beta2**self.step)).sqrt().add_(eps)
        with torch.no_grad():
            self.p.sub_(length * self.first / root)


class SGD:
    def __init__(self, params: Iterable[Tensor], lr, momentum=0.0, weight_decay=0.0) -> None:
        self.movers = list(map(Roller, params))
        self.settings = dict(lr=lr, momentum=momentum, weight_decay=weight_decay)

    def step(self) -> None:
        for mover in self.movers:
            if mover.p.grad is not None:
                mover.move(**self.settings)

    def zero_grad(self) -> None:
        for mover in self.movers:
            mover.forget()


class Adam:
    def __init__(self, params: Iterable[Tensor], lr=0.001, betas=(0.9, 0.999), eps=0.00000001) -> None:
        self.movers = [Averager(p) for p in params]
        self.settings = dict(lr=lr, betas=betas, eps=eps)

    step = SGD.step
    zero_grad = SGD.zero_grad
