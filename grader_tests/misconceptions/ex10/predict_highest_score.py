"""The highest score is the class.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: You return the highest score itself. Wanted is the place where it stands: `argmax`.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        with torch.no_grad():
            return int(network(image.unsqueeze(0)).max())
    finally:
        for module, mode in modes:
            module.training = mode
