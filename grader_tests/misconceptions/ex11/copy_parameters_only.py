"""A network consists of its parameters.

caught_by: test_copy_by_hand, test_copy_of_any_networks, test_copy_refuses
explanation: Buffers, such as the running statistics of batch normalization, are left behind, and
without them the copy computes something else in evaluation mode. Copy all that `state_dict()` has.
"""

import torch
import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.parameters()), list(target.parameters())
    if [value.shape for value in given] != [value.shape for value in wanted]:
        raise ValueError("the parameters of source and target have different shapes")
    with torch.no_grad():
        for value, place in zip(given, wanted):
            place.copy_(value)
