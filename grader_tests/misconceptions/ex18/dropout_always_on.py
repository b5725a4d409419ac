"""F.dropout knows by itself when the model is evaluated.

caught_by: test_train_returns_model
explanation: The function F.dropout does not know the model's mode and drops values in evaluation mode
    too, so each answer is another one. Write `F.dropout(x, 0.5, training=self.training)`, or use the
    module `nn.Dropout`.
"""

import torch.nn.functional as F
from torch import nn


class _Dropping(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.out = nn.Linear(128, 10)

    def forward(self, x):
        return self.out(F.dropout(F.relu(self.fc1(x.flatten(1))), 0.5))


def build_model():
    return _Dropping()
