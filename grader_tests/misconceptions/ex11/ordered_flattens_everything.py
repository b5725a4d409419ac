"""`Flatten(0)` begins at the first dimension, as counting does.

caught_by: test_ordered_layers, test_ordered_function
explanation: `start_dim=0` also flattens the batch, so all images become one row. `nn.Flatten()`
begins at dimension 1 and leaves the batch alone.
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
                ("flatten", nn.Flatten(0)),
                ("fc1", nn.Linear(192, 120)),
                ("relu3", nn.ReLU()),
                ("fc2", nn.Linear(120, 60)),
                ("relu4", nn.ReLU()),
                ("out", nn.Linear(60, 10)),
            ]
        )
    )
