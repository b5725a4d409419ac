"""Dimension 0 holds the classes.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: The logits are (1, 10): dimension 0 is the batch, so the largest along it is always
number 0. Search along dimension 1.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        with torch.no_grad():
            return int(network(image.unsqueeze(0)).argmax(dim=0)[0])
    finally:
        for module, mode in modes:
            module.training = mode
