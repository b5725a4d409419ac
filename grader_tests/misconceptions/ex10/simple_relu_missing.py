"""Two linear layers are more powerful than one.

caught_by: test_simple_nn_by_hand, test_simple_nn_values, test_networks_are_independent
explanation: Without ReLU between them, two linear layers compute nothing that one could not. Apply
ReLU to the output of `fc1`.
"""

import torch.nn as nn
from torch import Tensor


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.fc1(x))
