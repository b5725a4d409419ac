"""The position of an activation does not matter.

caught_by: test_positional_function
explanation: ReLU stands before the linear layer here, where it has nothing to do after a pooling of
numbers that are not negative, and it is missing after it. It belongs after `fc1`.
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
        nn.ReLU(),
        nn.Linear(192, 120),
        nn.Linear(120, 60),
        nn.ReLU(),
        nn.Linear(60, 10),
    )
