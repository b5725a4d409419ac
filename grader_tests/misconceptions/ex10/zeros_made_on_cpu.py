"""A tensor is a tensor, wherever it is.

caught_by: test_networks_on_a_gpu
explanation: torch.zeros makes a tensor on the CPU. Once the network has been moved to a GPU, its numbers
    are there, and the two cannot be mixed. Use torch.zeros_like(x), or name the device: device=x.device.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


def rectified(x: Tensor) -> Tensor:
    return torch.maximum(x, torch.zeros(x.shape))


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 12, kernel_size=5)
        self.fc1 = nn.Linear(192, 120)
        self.fc2 = nn.Linear(120, 60)
        self.out = nn.Linear(60, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(rectified(self.conv1(x)), 2)
        x = F.max_pool2d(rectified(self.conv2(x)), 2).flatten(start_dim=1)
        return self.out(rectified(self.fc2(rectified(self.fc1(x)))))
