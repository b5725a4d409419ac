"""A check before each copy is enough.

caught_by: test_copy_refuses
explanation: When the third tensor does not fit, two are copied already, and the target is half old
and half new. Compare all shapes before the first copy.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if len(given) != len(wanted):
        raise ValueError("source and target have different numbers of tensors")
    for value, place in zip(given, wanted):
        if value.shape != place.shape:
            raise ValueError("the tensors of source and target have different shapes")
        place.copy_(value)
