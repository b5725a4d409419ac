"""Without running statistics, batch normalization is the same in training and afterwards.

caught_by: test_train_returns_model
explanation: With `track_running_stats=False` each answer depends on the other images of the batch, also
    in evaluation mode, and a single image is normalized by itself. Keep the running statistics:
    evaluation mode uses them.
"""

from torch import nn


def build_model():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16, track_running_stats=False),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32, track_running_stats=False),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 49, 10),
    )
