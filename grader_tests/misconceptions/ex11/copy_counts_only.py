"""Equally many tensors fit.

caught_by: test_copy_refuses
explanation: You compare the numbers of tensors only. `copy_` then broadcasts smaller tensors
without a word, and fails on others when some are copied already. Compare all shapes first.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if len(given) != len(wanted):
        raise ValueError("source and target have different numbers of tensors")
    for value, place in zip(given, wanted):
        place.copy_(value)
