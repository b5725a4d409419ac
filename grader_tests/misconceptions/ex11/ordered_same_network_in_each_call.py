"""One network is enough for all.

caught_by: test_ordered_function
explanation: The network is made once and returned again and again, so training one "copy" trains
all. Make a new one in each call.
"""

from collections import OrderedDict

import torch.nn as nn


def ordered() -> nn.Sequential:
    return NETWORK


NETWORK = nn.Sequential(
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
            ("relu3", nn.ReLU()),
            ("fc2", nn.Linear(120, 60)),
            ("relu4", nn.ReLU()),
            ("out", nn.Linear(60, 10)),
        ]
    )
)
