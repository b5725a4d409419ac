"""Max pooling is non-linear already, so the convolutions need no ReLU.

caught_by: test_positional_layers, test_positional_function
explanation: There is no ReLU after the convolutions, so negative numbers pass on. Put one after
each convolution, before the pooling.
"""

import torch.nn as nn


def positional() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 12, 5),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(192, 120),
        nn.ReLU(),
        nn.Linear(120, 60),
        nn.ReLU(),
        nn.Linear(60, 10),
    )
