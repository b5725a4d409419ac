"""The network is returned by itself.

caught_by: test_added_layers, test_added_function
explanation: Without `return network` the function returns None.
"""

import torch.nn as nn


def added() -> nn.Sequential:
    network = nn.Sequential()
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
