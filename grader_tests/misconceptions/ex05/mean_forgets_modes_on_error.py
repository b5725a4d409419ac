"""The forward pass never fails.

caught_by: test_detach_mean_leaves_no_trace
explanation: When the forward pass raises, the lines after it are skipped, and the model stays in
evaluation mode. Restore the modes in a `finally` block.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        result = model(x).mean()
    for module, mode in modes:
        module.training = mode
    return result
