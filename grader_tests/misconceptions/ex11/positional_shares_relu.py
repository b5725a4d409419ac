"""ReLU has no weights, so one is enough.

caught_by: test_positional_function
explanation: One ReLU and one pooling stand in several places. It works, but the network has fewer
layers than places: taking one out, or watching one of them, concerns all places at once. Write
`nn.ReLU()` anew at each place.
"""

import torch.nn as nn


def positional() -> nn.Sequential:
    relu = nn.ReLU()
    pool = nn.MaxPool2d(2)
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        relu,
        pool,
        nn.Conv2d(6, 12, 5),
        relu,
        pool,
        nn.Flatten(),
        nn.Linear(192, 120),
        relu,
        nn.Linear(120, 60),
        relu,
        nn.Linear(60, 10),
    )
