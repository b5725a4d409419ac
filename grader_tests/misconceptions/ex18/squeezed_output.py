"""Dimensions of size 1 are of no use, so squeeze() takes them away.

caught_by: test_build_model, test_train_returns_model
explanation: After global pooling the features have shape (N, C, 1, 1). A bare `squeeze()` also removes
    the batch dimension when there is one image, and (10,) comes back in place of (1, 10). Use
    `flatten(1)`.
"""

from torch import nn


class _Squeezed(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.AdaptiveMaxPool2d(1),
        )
        self.out = nn.Linear(32, 10)

    def forward(self, x):
        return self.out(self.features(x).squeeze())


def build_model():
    return _Squeezed()
