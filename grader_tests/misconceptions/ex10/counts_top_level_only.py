"""A module knows only its own parameters.

caught_by: test_count_by_hand, test_count_trainable_once
explanation: With `recurse=False` the parameters of the layers inside are left out.
`module.parameters()` looks into all of them.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters(recurse=False) if p.requires_grad)
