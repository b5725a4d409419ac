"""Names may occur several times.

caught_by: test_ordered_layers, test_ordered_function
explanation: A dict has each key once: the second "relu" replaces the first, so only one of the four
is left, in the first place. Number the names: relu1, relu2, ...
"""

from collections import OrderedDict

import torch.nn as nn


def ordered() -> nn.Sequential:
    return nn.Sequential(
        OrderedDict(
            [
                ("conv1", nn.Conv2d(1, 6, 5)),
                ("relu", nn.ReLU()),
                ("pool", nn.MaxPool2d(2)),
                ("conv2", nn.Conv2d(6, 12, 5)),
                ("relu", nn.ReLU()),
                ("pool", nn.MaxPool2d(2)),
                ("flatten", nn.Flatten()),
                ("fc1", nn.Linear(192, 120)),
                ("relu", nn.ReLU()),
                ("fc2", nn.Linear(120, 60)),
                ("relu", nn.ReLU()),
                ("out", nn.Linear(60, 10)),
            ]
        )
    )
