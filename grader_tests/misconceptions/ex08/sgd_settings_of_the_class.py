"""Settings and velocities belong to the class.

caught_by: test_sgd_in_place
explanation: What is assigned to the class is shared by all its objects, so the second optimizer overwrites
    the settings of the first. Assign to `self`.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    velocities: dict = {}

    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        self.params = list(params)
        SGD.lr, SGD.momentum, SGD.weight_decay = lr, momentum, weight_decay

    @torch.no_grad()
    def step(self) -> None:
        for p in self.params:
            if p.grad is not None:
                v = SGD.velocities.get(p, 0)
                SGD.velocities[p] = v = SGD.momentum * v + p.grad + SGD.weight_decay * p
                p -= SGD.lr * v

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None
