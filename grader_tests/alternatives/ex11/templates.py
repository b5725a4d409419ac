"""Copies of a template that is made once; `same_function` asks copies; a failed copy is taken back."""

import copy
from collections import OrderedDict

import numpy as np
import torch
import torch.nn as nn
from torch import Tensor

TEMPLATE = OrderedDict(
    conv1=nn.Conv2d(1, 6, 5),
    relu1=nn.ReLU(),
    pool1=nn.MaxPool2d(2, 2),
    conv2=nn.Conv2d(6, 12, 5),
    relu2=nn.ReLU(),
    pool2=nn.MaxPool2d(2, 2),
    flatten=nn.Flatten(),
    fc1=nn.Linear(192, 120),
    relu3=nn.ReLU(),
    fc2=nn.Linear(120, 60),
    relu4=nn.ReLU(),
    out=nn.Linear(60, 10),
)


def positional() -> nn.Sequential:
    return nn.Sequential(*copy.deepcopy(TEMPLATE).values())


def ordered() -> nn.Sequential:
    return nn.Sequential(copy.deepcopy(TEMPLATE))


def added() -> nn.Sequential:
    network = nn.Sequential()
    network.add_module("conv1", copy.deepcopy(TEMPLATE["conv1"]))
    for name in list(TEMPLATE)[1:]:
        network.add_module(name, copy.deepcopy(TEMPLATE[name]))
    return network


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    outputs = [copy.deepcopy(network).eval()(x.clone()).detach().numpy() for network in (a, b)]
    return outputs[0].shape == outputs[1].shape and bool(np.allclose(*outputs))


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    before = copy.deepcopy(target.state_dict())
    values = list(source.state_dict().values())
    if len(values) != len(before):
        raise ValueError(f"{len(values)} tensors do not fill {len(before)} places")
    try:
        target.load_state_dict(dict(zip(before, values, strict=True)))
    except RuntimeError as error:
        target.load_state_dict(before)
        raise ValueError(f"the shapes differ: {error}") from error
