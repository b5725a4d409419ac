"""Layers from loops over tables; tensors assigned one by one; the outputs are compared number by number."""

import math
from collections import OrderedDict

import torch
import torch.nn as nn
from torch import Tensor

NAMES = "conv1 relu1 pool1 conv2 relu2 pool2 flatten fc1 relu3 fc2 relu4 out".split()
SIZES = {"conv1": (1, 6), "conv2": (6, 12), "fc1": (192, 120), "fc2": (120, 60), "out": (60, 10)}


def layer(name: str) -> nn.Module:
    if name.startswith("conv"):
        return nn.Conv2d(*SIZES[name], (5, 5))
    if name in SIZES:
        return nn.Linear(*SIZES[name])
    if name.startswith("pool"):
        return nn.MaxPool2d(kernel_size=(2, 2), stride=(2, 2))
    return nn.Flatten(start_dim=1) if name == "flatten" else nn.ReLU(inplace=True)


def positional() -> nn.Sequential:
    return nn.Sequential(*[layer(name) for name in NAMES])


def ordered() -> nn.Sequential:
    return nn.Sequential(OrderedDict(zip(NAMES, positional(), strict=True)))


def added() -> nn.Sequential:
    network = nn.Sequential()
    for name in NAMES:
        setattr(network, name, layer(name))
    return network


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    flags: dict[nn.Module, bool] = {}
    for part in [*a.modules(), *b.modules()]:
        flags[part] = part.training
    try:
        outputs = [network.eval()(x) for network in (a, b)]
    finally:
        for part, flag in flags.items():
            part.training = flag
    shapes = {tuple(out.shape) for out in outputs}
    if len(shapes) > 1:
        return False
    pairs = zip(*(out.flatten().tolist() for out in outputs), strict=True)
    return all(math.isclose(p, q, rel_tol=1e-5, abs_tol=1e-8) for p, q in pairs)


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    pairs = list(zip(source.state_dict().values(), target.state_dict().values(), strict=True))
    for value, place in pairs:
        if list(value.shape) != list(place.shape):
            raise ValueError("the two networks do not fit")
    for value, place in pairs:
        place[...] = value.clone()
