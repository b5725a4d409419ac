"""A tensor with one number is an int.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: `argmax` gives a tensor. Turn it into a Python int with `int(...)` or `.item()`.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        with torch.no_grad():
            return network(image.unsqueeze(0)).argmax(dim=1)
    finally:
        for module, mode in modes:
            module.training = mode
