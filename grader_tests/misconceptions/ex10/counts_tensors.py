"""Each parameter counts as one.

caught_by: test_count_by_hand, test_count_trainable_once
explanation: You count tensors: a linear layer then has 2 parameters, whatever its size. Add up the
numbers in them, with `numel()`.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return len([parameter for parameter in module.parameters() if parameter.requires_grad])
