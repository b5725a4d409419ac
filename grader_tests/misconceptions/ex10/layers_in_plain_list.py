"""A list of layers is as good as attributes.

caught_by: test_network_by_hand, test_network_values, test_network_gradients,
test_networks_are_independent
explanation: A module finds its layers among its attributes; in a plain list it does not see them,
so their weights are neither saved nor trained. Assign each layer to an attribute, as in `self.conv1
= ...`.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.convolutions = [nn.Conv2d(1, 6, kernel_size=5), nn.Conv2d(6, 12, kernel_size=5)]
        self.linears = [nn.Linear(192, 120), nn.Linear(120, 60), nn.Linear(60, 10)]

    def forward(self, x: Tensor) -> Tensor:
        for convolution in self.convolutions:
            x = F.max_pool2d(F.relu(convolution(x)), kernel_size=2)
        x = x.flatten(start_dim=1)
        for linear in self.linears[:-1]:
            x = F.relu(linear(x))
        return self.linears[-1](x)
