"""Sequentials are put together from parts, and named afterwards; differences are measured."""

from collections import OrderedDict

import torch
import torch.nn as nn
from torch import Tensor


def block(inputs: int, outputs: int) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, kernel_size=5, stride=1, padding=0), nn.ReLU(), nn.MaxPool2d(2)]


def positional() -> nn.Sequential:
    head = nn.Sequential(
        nn.Flatten(1, -1),
        nn.Linear(in_features=192, out_features=120, bias=True),
        nn.ReLU(),
        nn.Linear(in_features=120, out_features=60),
        nn.ReLU(),
        nn.Linear(in_features=60, out_features=10),
    )
    return nn.Sequential(*block(1, 6), *block(6, 12), *head)


def ordered() -> nn.Sequential:
    names = ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]
    names += ["flatten", "fc1", "relu3", "fc2", "relu4", "out"]
    layers = [*block(1, 6), *block(6, 12), *positional()[6:]]
    return nn.Sequential(OrderedDict([(names[i], layers[i]) for i in range(len(names))]))


def added() -> nn.Sequential:
    network = nn.Sequential()
    network.add_module("conv1", nn.Conv2d(1, 6, 5))
    network.add_module("relu1", nn.ReLU())
    network.add_module("pool1", nn.MaxPool2d(2))
    network.add_module("conv2", nn.Conv2d(6, 12, 5))
    network.add_module("relu2", nn.ReLU())
    network.add_module("pool2", nn.MaxPool2d(2))
    network.add_module("flatten", nn.Flatten())
    network.add_module("fc1", nn.Linear(12 * 4 * 4, 120))
    network.add_module("relu3", nn.ReLU())
    network.add_module("fc2", nn.Linear(120, 60))
    network.add_module("relu4", nn.ReLU())
    network.add_module("out", nn.Linear(60, 10))
    return network


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    def notes(network: nn.Module) -> dict[str, bool]:
        return {name: part.training for name, part in network.named_modules(remove_duplicate=False)}

    before = notes(a), notes(b)
    a.train(False)
    b.train(False)
    try:
        with torch.no_grad():
            first = a(x)
            second = b(x)
    finally:
        for network, modes in zip((a, b), before, strict=True):
            for name, mode in modes.items():
                network.get_submodule(name).training = mode
    if first.shape != second.shape:
        return False
    difference = (first - second).abs()
    return not (difference > 1e-8 + 1e-5 * second.abs()).any().item()


@torch.no_grad()
def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given = OrderedDict(source.state_dict())
    wanted = target.state_dict()
    if len(given) != len(wanted):
        raise ValueError(f"{len(given)} tensors cannot become {len(wanted)}")
    for key in wanted:
        name, value = given.popitem(last=False)
        if value.shape != wanted[key].shape:
            raise ValueError(f"{name} has another shape than {key}")
        wanted[key] = value
    target.load_state_dict(wanted, strict=True)
