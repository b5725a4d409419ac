"""The next training loop will set the mode anyway.

caught_by: test_detach_mean_by_hand, test_detach_mean_leaves_no_trace
explanation: After the call the model stays in evaluation mode, so a training that goes on runs
without dropout. Note the modes before, and set them back at the end.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    model.eval()
    with torch.no_grad():
        return model(x).mean()
