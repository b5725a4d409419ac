"""All parameters are trainable.

caught_by: test_count_trainable_once
explanation: You count frozen parameters too. Only those with `requires_grad` can change in
training.
"""

import torch.nn as nn


def count_parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())
