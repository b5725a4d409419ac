"""ReLU, pooling and flattening are modules too; `predict` in inference mode, flags restored by name."""

import torch
import torch.nn as nn
from torch import Tensor


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        super(SimpleNN, self).__init__()
        self.fc2 = nn.Linear(5, 2)
        self.fc1 = nn.Linear(10, 5)
        self.activation = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        t = self.fc1(x)
        t = self.activation(t)
        return self.fc2(t)


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=6, kernel_size=(5, 5))
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(in_channels=6, out_channels=12, kernel_size=(5, 5))
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(192, 120)
        self.fc2 = nn.Linear(120, 60)
        self.out = nn.Linear(60, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv2(x)))
        x = self.flatten(x)
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return self.out(x)


@torch.inference_mode()
def predict(network: nn.Module, image: Tensor) -> int:
    before = {name: module.training for name, module in network.named_modules(remove_duplicate=False)}
    try:
        network.train(False)
        return network(image[None]).argmax().item()
    finally:
        for name, module in network.named_modules(remove_duplicate=False):
            module.training = before[name]


def count_parameters(module: nn.Module) -> int:
    total = 0
    for _, parameter in module.named_parameters():
        if parameter.requires_grad:
            total += parameter.nelement()
    return total
