"""Without gradients a model is in evaluation mode.

caught_by: test_detach_mean_by_hand, test_detach_mean_leaves_no_trace
explanation: `no_grad` stops the recording of the graph and nothing else: dropout and batch
normalization still work as in training. Call `model.eval()` before the forward pass.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    with torch.no_grad():
        return model(x).mean()
