"""`super().__init__()` is optional.

caught_by: test_simple_nn_by_hand, test_simple_nn_values, test_networks_are_independent
explanation: `nn.Module` must be initialized before it can hold layers. Call `super().__init__()`
first.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.relu(self.fc1(x)))
