"""The flag of the network counts for its parts.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: Setting `network.training` does not reach the submodules, so dropout inside stays on.
`network.eval()` sets the flag of every submodule.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    training = network.training
    network.training = False
    try:
        with torch.no_grad():
            return int(network(image.unsqueeze(0)).argmax(dim=1))
    finally:
        network.training = training
