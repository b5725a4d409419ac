"""Evaluation mode switches gradients off.

caught_by: test_predict_modes
explanation: `eval()` changes how dropout and batch normalization work; the graph for gradients is
recorded all the same, which costs time and memory. Wrap the forward pass in `torch.no_grad()`.
"""

import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        return int(network(image.unsqueeze(0)).argmax(dim=1))
    finally:
        for module, mode in modes:
            module.training = mode
