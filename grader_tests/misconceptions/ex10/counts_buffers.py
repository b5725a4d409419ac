"""Everything in `state_dict()` is a parameter.

caught_by: test_count_trainable_once
explanation: `state_dict()` also holds buffers, such as the running statistics of batch
normalization, and frozen parameters. Go through `module.parameters()` and look at `requires_grad`.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return sum(value.numel() for value in module.state_dict().values())
