"""Batch normalization works for any batch.

caught_by: test_small_sets
explanation: nn.BatchNorm1d after a flatten has one number for each feature and image. In training mode,
    one image is not enough for statistics, and torch raises a ValueError. An epoch may end in such a
    batch: leave it out.
"""

from torch import nn


def build_model():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10)
    )
