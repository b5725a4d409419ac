"""The names of the layers are free.

caught_by: test_network_by_hand, test_network_values, test_network_gradients,
test_networks_are_independent
explanation: The layers sit in two containers, so the entries of `state_dict()` are called
`features.0.weight` and so on, and saved weights do not fit. Give each layer the attribute name that
the docstring says.
"""

import torch.nn as nn
from torch import Tensor


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 12, 5), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.classifier = nn.Sequential(
            nn.Linear(192, 120), nn.ReLU(), nn.Linear(120, 60), nn.ReLU(), nn.Linear(60, 10)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.features(x).flatten(start_dim=1))
