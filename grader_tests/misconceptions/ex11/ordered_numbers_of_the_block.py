"""The number of a ReLU is that of the layer before it.

caught_by: test_ordered_layers, test_ordered_function
explanation: You begin to count the ReLUs anew at `fc1`, so the second "relu1" replaces the first.
They are numbered through: relu3 comes after fc1, and relu4 after fc2.
"""

from collections import OrderedDict

import torch.nn as nn


def ordered() -> nn.Sequential:
    return nn.Sequential(
        OrderedDict(
            [
                ("conv1", nn.Conv2d(1, 6, 5)),
                ("relu1", nn.ReLU()),
                ("pool1", nn.MaxPool2d(2)),
                ("conv2", nn.Conv2d(6, 12, 5)),
                ("relu2", nn.ReLU()),
                ("pool2", nn.MaxPool2d(2)),
                ("flatten", nn.Flatten()),
                ("fc1", nn.Linear(192, 120)),
                ("relu1", nn.ReLU()),
                ("fc2", nn.Linear(120, 60)),
                ("relu2", nn.ReLU()),
                ("out", nn.Linear(60, 10)),
            ]
        )
    )
