"""A model is made once, when the file is imported.

caught_by: test_build_model
explanation: `build_model` then hands out the same module each time, so whoever trains one model changes
    all of them, and a second training goes on where the first one ended. Make the layers inside
    `build_model`.
"""

from torch import nn

_MODEL = nn.Sequential(nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10))


def build_model():
    return _MODEL
