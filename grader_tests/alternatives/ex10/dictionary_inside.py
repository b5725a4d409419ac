"""The network is a `ModuleDict` whose layers are visited in order; gradients are switched off by hand."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.ModuleDict):
    def __init__(self) -> None:
        super().__init__({"fc1": nn.Linear(10, 5), "fc2": nn.Linear(5, 2)})

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(F.linear(x, self.fc1.weight, self.fc1.bias).relu_(), self.fc2.weight, self.fc2.bias)


class Network(nn.ModuleDict):
    def __init__(self) -> None:
        super().__init__()
        self["out"] = nn.Linear(60, 10)
        self["fc2"] = nn.Linear(120, 60)
        self["fc1"] = nn.Linear(192, 120)
        self["conv2"] = nn.Conv2d(6, 12, 5)
        self["conv1"] = nn.Conv2d(1, 6, 5)

    def forward(self, x: Tensor) -> Tensor:
        for name in ("conv1", "conv2"):
            x = torch.max_pool2d(torch.relu(self[name](x)), 2)
        x = torch.flatten(x, 1)
        for name in ("fc1", "fc2"):
            x = (self[name](x) + self[name](x).abs()) / 2  # one of the ways to write ReLU
        return self["out"](x)


def predict(network: nn.Module, image: Tensor) -> int:
    flags = [part.training for part in network.modules()]
    gradients = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    network.eval()
    try:
        scores = network(image.expand(1, 1, 28, 28)).flatten().tolist()
    finally:
        torch.set_grad_enabled(gradients)
        for part, flag in zip(network.modules(), flags, strict=True):
            part.training = flag
    return scores.index(max(scores))


def count_parameters(module: nn.Module) -> int:
    sizes = torch.tensor([p.numel() for p in module.parameters() if p.requires_grad], dtype=torch.int64)
    return sizes.sum().item()
