"""A default for the state is written into the class.

caught_by: test_adam_in_place
explanation: A dict in the class's body is made once, and all optimizers of the class share it: the second
    one goes on where the first one was. Make it in `__init__`.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    state: dict = {}

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps

    @torch.no_grad()
    def step(self) -> None:
        beta1, beta2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.state.setdefault(i, [0.0, 0.0, 0])[2] += 1
            t, g = self.state[i][2], p.grad
            m = self.state[i][0] = beta1 * self.state[i][0] + (1 - beta1) * g
            s = self.state[i][1] = beta2 * self.state[i][1] + (1 - beta2) * g * g
            p -= self.lr * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)).sqrt() + self.eps)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
