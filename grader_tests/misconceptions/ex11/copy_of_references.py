"""Assigning copies.

caught_by: test_copy_of_any_networks
explanation: `place.data = value.data` makes both networks use the same memory: training one changes
the other. Copy the values, with `copy_` or `load_state_dict`.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if [value.shape for value in given] != [value.shape for value in wanted]:
        raise ValueError("the tensors of source and target have different shapes")
    given, wanted = ([*network.parameters(), *network.buffers()] for network in (source, target))
    for value, place in zip(given, wanted):
        place.data = value.data
