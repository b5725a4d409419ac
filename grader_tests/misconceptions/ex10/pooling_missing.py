"""The first linear layer takes whatever size comes.

caught_by: test_network_by_hand, test_network_values, test_network_gradients,
test_networks_are_independent
explanation: Without pooling an image of 28x28 is still 20x20 after two convolutions, so `fc1` would
need 4800 inputs instead of 192. Pool with a 2x2 window after each convolution.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 12, kernel_size=5)
        self.fc1 = nn.Linear(12 * 20 * 20, 120)
        self.fc2 = nn.Linear(120, 60)
        self.out = nn.Linear(60, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = x.flatten(start_dim=1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.out(x)
