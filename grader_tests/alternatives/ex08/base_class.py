"""A base class with a dict of states, made when they are first needed; `addcmul_`, `lerp_`, a decorator."""

import math
from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor


class Optimizer:
    def __init__(self, params: Iterable[Tensor], **defaults: object) -> None:
        self.params = tuple(params)
        self.defaults = defaults
        self.state: dict[Tensor, dict] = defaultdict(dict)
        self.calls = 0

    @torch.no_grad()
    def step(self) -> None:
        self.calls += 1
        for p in filter(lambda p: p.grad is not None, self.params):
            self.update(p, p.grad, self.state[p], **self.defaults)

    def zero_grad(self, set_to_none: bool = True) -> None:
        for p in self.params:
            p.grad = None if set_to_none else torch.zeros_like(p)


class SGD(Optimizer):
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        super().__init__(params, lr=lr, momentum=momentum, weight_decay=weight_decay)

    def update(self, p: Tensor, grad: Tensor, state: dict, lr: float, momentum: float, weight_decay: float):
        if weight_decay != 0:
            grad = grad.add(p, alpha=weight_decay)
        if momentum != 0:
            if "buffer" not in state:
                state["buffer"] = grad.clone()
            else:
                state["buffer"].mul_(momentum).add_(grad)
            grad = state["buffer"]
        p.add_(grad, alpha=-lr)


class Adam(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(params, lr=lr, betas=betas, eps=eps)

    def update(self, p: Tensor, grad: Tensor, state: dict, lr: float, betas: tuple[float, float], eps: float):
        if not state:
            state.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
        state["step"] += 1
        state["m"].lerp_(grad, 1 - betas[0])
        state["v"].mul_(betas[1]).addcmul_(grad, grad, value=1 - betas[1])
        bias1, bias2 = (1 - beta ** state["step"] for beta in betas)
        denominator = state["v"].sqrt() / math.sqrt(bias2) + eps
        p.addcdiv_(state["m"], denominator, value=-lr / bias1)
