"""The layers are one argument, a list.

caught_by: test_positional_layers, test_positional_function
explanation: `nn.Sequential` wants each layer as an argument of its own. Put a star before the list,
`nn.Sequential(*layers)`, or leave out the brackets.
"""

import torch.nn as nn


def positional() -> nn.Sequential:
    layers = [
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
    return nn.Sequential(layers)
