"""A default value is made anew in each call.

caught_by: test_added_function
explanation: Python makes the value of a default argument once, when it reads the function. So every
call puts its layers into one and the same network. Make it inside the function.
"""

import torch.nn as nn


def added(network: nn.Sequential = nn.Sequential()) -> nn.Sequential:
    network.add_module("conv1", nn.Conv2d(1, 6, 5))
    network.add_module("relu1", nn.ReLU())
    network.add_module("pool1", nn.MaxPool2d(2))
    network.add_module("conv2", nn.Conv2d(6, 12, 5))
    network.add_module("relu2", nn.ReLU())
    network.add_module("pool2", nn.MaxPool2d(2))
    network.add_module("flatten", nn.Flatten())
    network.add_module("fc1", nn.Linear(192, 120))
    network.add_module("relu3", nn.ReLU())
    network.add_module("fc2", nn.Linear(120, 60))
    network.add_module("relu4", nn.ReLU())
    network.add_module("out", nn.Linear(60, 10))
    return network
