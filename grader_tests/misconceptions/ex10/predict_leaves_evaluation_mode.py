"""The next training loop will set the mode anyway.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: After `predict` the network stays in evaluation mode, so a training that goes on runs
without dropout. Note the modes before and set them again at the end.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    network.eval()
    with torch.no_grad():
        return int(network(image.unsqueeze(0)).argmax(dim=1))
