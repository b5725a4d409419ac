"""A network has one mode.

caught_by: test_predict_modes
explanation: Each submodule has a `training` flag of its own, and `network.train(mode)` sets all of
them alike: a frozen part would train again. Note and restore the flag of each module in
`network.modules()`.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    training = network.training
    network.eval()
    try:
        with torch.no_grad():
            return int(network(image.unsqueeze(0)).argmax(dim=1))
    finally:
        network.train(training)
