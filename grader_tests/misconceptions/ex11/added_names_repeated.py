"""`add_module` adds a layer, whatever its name is.

caught_by: test_added_layers, test_added_function
explanation: `add_module` replaces the layer that already has the name, in its old place. So of four
layers named relu one is left. Number the names.
"""

import torch.nn as nn


def added() -> nn.Sequential:
    network = nn.Sequential()
    network.add_module("conv1", nn.Conv2d(1, 6, 5))
    network.add_module("relu", nn.ReLU())
    network.add_module("pool", nn.MaxPool2d(2))
    network.add_module("conv2", nn.Conv2d(6, 12, 5))
    network.add_module("relu", nn.ReLU())
    network.add_module("pool", nn.MaxPool2d(2))
    network.add_module("flatten", nn.Flatten())
    network.add_module("fc1", nn.Linear(192, 120))
    network.add_module("relu", nn.ReLU())
    network.add_module("fc2", nn.Linear(120, 60))
    network.add_module("relu", nn.ReLU())
    network.add_module("out", nn.Linear(60, 10))
    return network
