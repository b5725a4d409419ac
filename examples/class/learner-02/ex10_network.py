"""Exercise 10: networks and their forward pass.

You write two networks as classes: the layers are made in `__init__` and put to work in `forward`. Then you
use a network on one image, and count what it can learn.
"""

import torch

import torch.nn as nn

import torch.nn.functional as F

from torch import Tensor

import copy

import math

from collections import OrderedDict

class SimpleNN(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(OrderedDict(fc1=nn.Linear(10, 5), relu=nn.ReLU(), fc2=nn.Linear(5, 2)))

class Network(nn.Sequential):
    def __init__(self) -> None:
        super().__init__()
        self.add_module("conv1", nn.Conv2d(1, 6, 5))
        self.add_module("pool1", nn.MaxPool2d(2, 2))
        self.add_module("relu1", nn.ReLU())  # pooling first and ReLU after it give the same numbers
        self.add_module("conv2", nn.Conv2d(6, 12, 5))
        self.add_module("pool2", nn.MaxPool2d(2, 2))
        self.add_module("relu2", nn.ReLU())
        self.add_module("flatten", nn.Flatten())
        self.add_module("fc1", nn.Linear(192, 120))
        self.add_module("relu3", nn.ReLU())
        self.add_module("fc2", nn.Linear(120, 60))
        self.add_module("relu4", nn.ReLU())
        self.add_module("out", nn.Linear(60, 10))

def predict(network: nn.Module, image: Tensor) -> int:
    frozen = copy.deepcopy(network).eval().requires_grad_(False)
    scores = frozen(image.detach().reshape(1, 1, 28, 28))[0]
    return max(range(len(scores)), key=lambda label: float(scores[label]))

def count_parameters(module: nn.Module) -> int:
    found = {}
    for part in module.modules():
        for parameter in part.parameters(recurse=False):
            found[id(parameter)] = parameter
    return sum(math.prod(parameter.shape) for parameter in found.values() if parameter.requires_grad)
