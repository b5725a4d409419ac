"""Biases are not parameters.

caught_by: test_count_by_hand, test_count_trainable_once
explanation: You leave out the biases. They are learned like the weights, so count every parameter,
whatever its name.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return sum(
        parameter.numel()
        for name, parameter in module.named_parameters()
        if name.endswith("weight") and parameter.requires_grad
    )
