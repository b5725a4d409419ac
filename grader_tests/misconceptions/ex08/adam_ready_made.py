"""A ready-made optimizer counts as a solution.

caught_by: test_adam_by_hand, test_adam_many_steps
explanation: `torch.optim.Adam` is the right choice in real work, but here you write what it does.
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
        self.inner = torch.optim.Adam(params, lr=lr, betas=betas, eps=eps)

    def step(self) -> None:
        self.inner.step()

    def zero_grad(self) -> None:
        self.inner.zero_grad()
