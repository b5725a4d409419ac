"""A classifier must return probabilities.

caught_by: test_positional_layers, test_positional_function
explanation: Softmax is a thirteenth layer, and `F.cross_entropy` expects raw scores and applies
softmax itself. Let nothing follow the last linear layer.
"""

import torch.nn as nn


def positional() -> nn.Sequential:
    return nn.Sequential(
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
        nn.Softmax(dim=1),
    )
