"""The forward pass never fails.

caught_by: test_predict_after_an_error
explanation: When the forward pass raises, the lines after it are skipped and the network stays in
evaluation mode. Restore the modes in a `finally` block.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    with torch.no_grad():
        label = int(network(image.unsqueeze(0)).argmax(dim=1))
    for module, mode in modes:
        module.training = mode
    return label
