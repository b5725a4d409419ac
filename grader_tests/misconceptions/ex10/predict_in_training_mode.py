"""Without gradients a network is in evaluation mode.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: `no_grad` only stops the recording of the graph; dropout and batch normalization still
work as in training. Call `network.eval()` before the forward pass.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    with torch.no_grad():
        return int(network(image.unsqueeze(0)).argmax(dim=1))
