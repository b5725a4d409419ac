"""The first argument gets the values.

caught_by: test_copy_by_hand, test_copy_of_any_networks, test_copy_refuses
explanation: You copy from `target` to `source`. The values of `source` go to `target`.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if [value.shape for value in given] != [value.shape for value in wanted]:
        raise ValueError("the tensors of source and target have different shapes")
    for value, place in zip(given, wanted):
        value.copy_(place)
