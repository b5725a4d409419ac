"""A network was in training mode before.

caught_by: test_predict_class, test_predict_modes, test_predict_after_an_error
explanation: You end with `network.train()`, also when the network was in evaluation mode before.
Note the modes before and set just these again.
"""

import torch
import torch.nn as nn
from torch import Tensor


def predict(network: nn.Module, image: Tensor) -> int:
    network.eval()
    with torch.no_grad():
        label = int(network(image.unsqueeze(0)).argmax(dim=1))
    network.train()
    return label
