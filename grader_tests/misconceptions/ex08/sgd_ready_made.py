"""A ready-made optimizer counts as a solution.

caught_by: test_sgd_by_hand, test_sgd_momentum_by_hand, test_sgd_many_steps
explanation: `torch.optim.SGD` is the right choice in real work, but here you write what it does.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD(torch.optim.SGD):
    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        super().__init__(params, lr=lr, momentum=momentum, weight_decay=weight_decay)
