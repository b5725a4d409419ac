"""ReLU belongs after the last layer.

caught_by: test_simple_nn_by_hand, test_simple_nn_values, test_networks_are_independent
explanation: Your ReLU comes after `fc2`, where it cuts off negative answers, and there is none
between the layers. Apply it to the output of `fc1`.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.fc2(self.fc1(x)))
