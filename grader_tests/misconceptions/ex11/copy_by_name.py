"""Weights find their places by name.

caught_by: test_copy_by_hand, test_copy_of_any_networks
explanation: `load_state_dict` goes by names. Where they differ it fails, and where they stand in
another order the values go to other places than asked for. Pair the names of `target` with the
values of `source`, in order.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    state = source.state_dict()
    shapes = [value.shape for value in state.values()]
    if shapes != [value.shape for value in target.state_dict().values()]:
        raise ValueError("the tensors of source and target have different shapes")
    target.load_state_dict(state)
