"""`torch.set_grad_enabled(False)` is needed for the step.

caught_by: test_sgd_in_a_training_loop, test_sgd_in_place
explanation: It also holds after the step, so the next forward pass records no graph, and `backward` fails.
    `with torch.no_grad():` restores what was before.
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

    def step(self) -> None:
        torch.set_grad_enabled(False)
        for p, v in zip(self.params, self.velocities, strict=True):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad + self.weight_decay * p)
                p -= self.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
