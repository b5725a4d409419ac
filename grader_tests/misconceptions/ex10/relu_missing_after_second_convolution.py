"""One ReLU for the convolutions is enough.

caught_by: test_network_values, test_network_gradients, test_networks_are_independent
explanation: There is no ReLU after `conv2`, so negative numbers reach `fc1`. Apply ReLU after each
of the first four layers.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 12, kernel_size=5)
        self.fc1 = nn.Linear(192, 120)
        self.fc2 = nn.Linear(120, 60)
        self.out = nn.Linear(60, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), kernel_size=2)
        x = F.max_pool2d(self.conv2(x), kernel_size=2)
        x = x.flatten(start_dim=1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.out(x)
