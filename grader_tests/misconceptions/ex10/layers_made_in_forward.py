"""Layers can be made where they are used.

caught_by: test_simple_nn_by_hand, test_simple_nn_values, test_networks_are_independent
explanation: Layers made in `forward` are new, with new random weights, at each call, so nothing can
be learned. Make them once, in `__init__`.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        hidden = F.relu(nn.Linear(10, 5)(x))
        return nn.Linear(5, 2)(hidden)
