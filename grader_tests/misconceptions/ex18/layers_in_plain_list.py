"""A list of layers is as good as any other.

caught_by: test_build_model, test_train_returns_model, test_recognizes_half
explanation: `parameters()` does not look into a plain list, so the model has no parameters, and the
    optimizer has nothing to train. Use `nn.ModuleList` or `nn.Sequential`.
"""

from torch import nn


class _Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def build_model():
    return _Listed()
