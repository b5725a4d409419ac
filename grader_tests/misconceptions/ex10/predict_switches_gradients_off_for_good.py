"""Gradients are not needed any more.

caught_by: test_predict_modes, test_predict_after_an_error
explanation: `torch.set_grad_enabled(False)` stays in force after `predict`, so the next training
step fails. Use `with torch.no_grad():`, which ends by itself.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    torch.set_grad_enabled(False)
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        return int(network(image.unsqueeze(0)).argmax(dim=1))
    finally:
        for module, mode in modes:
            module.training = mode
