"""Layers may be made once, outside of the function.

caught_by: test_positional_function
explanation: The layers are made when the file is imported, so all networks share them: training one
changes all. Make them inside the function.
"""

import torch.nn as nn


LAYERS = [
    nn.Conv2d(1, 6, 5),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(6, 12, 5),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(192, 120),
    nn.ReLU(),
    nn.Linear(120, 60),
    nn.ReLU(),
    nn.Linear(60, 10),
]


def positional() -> nn.Sequential:
    return nn.Sequential(*LAYERS)
