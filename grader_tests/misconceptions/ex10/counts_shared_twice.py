"""Each layer has parameters of its own.

caught_by: test_count_trainable_once
explanation: When two layers share a parameter, you count it twice. `module.parameters()` gives each
one once.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return sum(
        parameter.numel()
        for part in module.modules()
        for parameter in part.parameters(recurse=False)
        if parameter.requires_grad
    )
