"""Default layers can be made once for all networks.

caught_by: test_networks_are_independent
explanation: The layers are made once, when the class is defined, so all networks share their
weights: training one trains the others. Make new layers in `__init__`.
"""

import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Network(nn.Module):
    layers = {
        "conv1": nn.Conv2d(1, 6, kernel_size=5),
        "conv2": nn.Conv2d(6, 12, kernel_size=5),
        "fc1": nn.Linear(192, 120),
        "fc2": nn.Linear(120, 60),
        "out": nn.Linear(60, 10),
    }

    def __init__(self) -> None:
        super().__init__()
        for name, layer in self.layers.items():
            self.add_module(name, layer)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), kernel_size=2)
        x = F.max_pool2d(F.relu(self.conv2(x)), kernel_size=2)
        x = x.flatten(start_dim=1)
        return self.out(F.relu(self.fc2(F.relu(self.fc1(x)))))
