"""Layers written by hand from parameters: matrix products, unfold, `amax`; a context manager for the mode."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Weighted(nn.Module):
    """Holds a weight and a bias."""

    def __init__(self, *shape: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(shape) * 0.1)
        self.bias = nn.Parameter(torch.zeros(shape[0]))


class MatrixProduct(Weighted):
    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight.T + self.bias


class Patches(Weighted):
    """A convolution as the product of the kernels with unfolded patches."""

    def forward(self, x: Tensor) -> Tensor:
        size = x.shape[2] - self.weight.shape[2] + 1
        patches = F.unfold(x, self.weight.shape[2:])
        y = self.weight.flatten(1) @ patches + self.bias[:, None]
        return y.reshape(len(x), -1, size, size)


def pooled(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    return x.view(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))


class SimpleNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = MatrixProduct(5, 10)
        self.fc2 = MatrixProduct(2, 5)

    def forward(self, x: Tensor) -> Tensor:
        hidden = self.fc1(x)
        return self.fc2(torch.where(hidden > 0, hidden, 0.0))


class Network(nn.Module):
    def __init__(self) -> None:
        nn.Module.__init__(self)
        self.conv1 = Patches(6, 1, 5, 5)
        self.conv2 = Patches(12, 6, 5, 5)
        for name, outputs, inputs in (("fc1", 120, 192), ("fc2", 60, 120), ("out", 10, 60)):
            setattr(self, name, MatrixProduct(outputs, inputs))
        self.calls = 0  # attributes of one's own do no harm

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        for convolve in (self.conv1, self.conv2):
            x = pooled(convolve(x).clamp(min=0))
        x = x.view(-1, 192)
        for connect in (self.fc1, self.fc2):
            x = connect(x).clamp(min=0)
        return self.out(x)


@contextmanager
def evaluating(network: nn.Module) -> Iterator[None]:
    """Evaluation mode without a graph, for the time of a block."""
    training = [part for part in network.modules() if part.training]
    network.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for part in training:
            part.training = True


def predict(network: nn.Module, image: Tensor) -> int:
    with evaluating(network):
        probabilities = network(image.view(1, 1, 28, 28)).softmax(dim=-1)
    return int(torch.max(probabilities, dim=1)[1][0])


def count_parameters(module: nn.Module) -> int:
    return sum(
        {
            parameter: parameter.numel() for parameter in module.parameters() if parameter.requires_grad
        }.values()
    )
