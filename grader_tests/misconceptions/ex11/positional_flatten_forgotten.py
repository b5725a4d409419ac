"""A linear layer takes images as they come.

caught_by: test_positional_layers, test_positional_function
explanation: A linear layer works on the last dimension only, and the images are (N, 12, 4, 4)
there. Put `nn.Flatten()` between the last pooling and the first linear layer.
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
        nn.Linear(192, 120),
        nn.ReLU(),
        nn.Linear(120, 60),
        nn.ReLU(),
        nn.Linear(60, 10),
    )
