"""Networks and layers are classes; modes are kept by a context manager; parameters first, then buffers."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn as nn
from torch import Tensor


class Rectifier(nn.Module):
    """ReLU."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.where(x > 0, x, torch.zeros_like(x))


class Largest(nn.Module):
    """Max pooling of blocks."""

    def forward(self, x: Tensor) -> Tensor:
        return x.unfold(2, 2, 2).unfold(3, 2, 2).amax(dim=(4, 5))


class Flat(nn.Module):
    """One row for each image."""

    def forward(self, x: Tensor) -> Tensor:
        return x.reshape(len(x), -1)


class Chain(nn.Sequential):
    """A Sequential that knows more than it must."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__(*layers)
        self.made_by = "classes_inside"


def positional() -> nn.Sequential:
    first = [nn.Conv2d(1, 6, 5), Rectifier(), Largest(), nn.Conv2d(6, 12, 5), Rectifier(), Largest()]
    second = [Flat(), nn.Linear(192, 120), Rectifier(), nn.Linear(120, 60), Rectifier(), nn.Linear(60, 10)]
    return Chain(*first, *second)


def ordered() -> nn.Sequential:
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    layers["conv1"] = nn.Conv2d(1, 6, 5)
    layers["relu1"] = Rectifier()
    layers["pool1"] = Largest()
    layers["conv2"] = nn.Conv2d(6, 12, 5)
    layers["relu2"] = Rectifier()
    layers["pool2"] = Largest()
    layers["flatten"] = Flat()
    layers["fc1"] = nn.Linear(192, 120)
    layers["relu3"] = Rectifier()
    layers["fc2"] = nn.Linear(120, 60)
    layers["relu4"] = Rectifier()
    layers["out"] = nn.Linear(60, 10)
    return nn.Sequential(layers)


def added() -> nn.Sequential:
    network = Chain()
    for name, part in ordered()._modules.items():
        network.register_module(name, part)
    return network


@contextmanager
def evaluating(network: nn.Module) -> Iterator[None]:
    training = [part for part in network.modules() if part.training]
    network.eval()
    try:
        yield
    finally:
        for part in training:
            part.training = True


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    with torch.inference_mode(), evaluating(a), evaluating(b):
        first, second = a(x), b(x)
    if first.size() != second.size():
        return False
    return bool(torch.isclose(first, second).all())


class MisfitError(ValueError):
    """Two networks with different tensors."""


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    here, there = ([*network.parameters(), *network.buffers()] for network in (source, target))
    if len(here) != len(there) or any(p.shape != q.shape for p, q in zip(here, there, strict=True)):
        raise MisfitError("both networks need the same shapes")
    for value, place in zip(here, there, strict=True):
        place.data = value.detach().clone()
