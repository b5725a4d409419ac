"""Flattening makes one row of all numbers.

caught_by: test_build_model
explanation: `x.flatten()` also flattens the batch dimension, so the layer after it gets the numbers of
    all images in one row. Keep the first dimension: `x.flatten(start_dim=1)`, or the module
    `nn.Flatten()`.
"""

from torch import nn


class _Flat(nn.Module):
    def forward(self, x):
        return x.flatten()


def build_model():
    return nn.Sequential(nn.MaxPool2d(2), _Flat(), nn.Linear(14 * 14, 64), nn.ReLU(), nn.Linear(64, 10))
