"""What does not fit stays as it is.

caught_by: test_copy_refuses
explanation: You skip tensors that do not fit, so the mistake stays hidden, and the target is half
old and half new. Raise ValueError.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    for value, place in zip(source.state_dict().values(), target.state_dict().values()):
        if value.shape == place.shape:
            place.copy_(value)
