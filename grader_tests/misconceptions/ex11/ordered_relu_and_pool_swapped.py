"""It does not matter which of ReLU and pooling comes first.

caught_by: test_ordered_function
explanation: Under the name relu1 there is a pooling, and under pool1 a ReLU. The network computes
the same, but whoever takes `network.pool1` gets something else. Give each layer its own name.
"""

from collections import OrderedDict

import torch.nn as nn


def ordered() -> nn.Sequential:
    return nn.Sequential(
        OrderedDict(
            [
                ("conv1", nn.Conv2d(1, 6, 5)),
                ("relu1", nn.MaxPool2d(2)),
                ("pool1", nn.ReLU()),
                ("conv2", nn.Conv2d(6, 12, 5)),
                ("relu2", nn.MaxPool2d(2)),
                ("pool2", nn.ReLU()),
                ("flatten", nn.Flatten()),
                ("fc1", nn.Linear(192, 120)),
                ("relu3", nn.ReLU()),
                ("fc2", nn.Linear(120, 60)),
                ("relu4", nn.ReLU()),
                ("out", nn.Linear(60, 10)),
            ]
        )
    )
