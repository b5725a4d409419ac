"""A network has one mode.

caught_by: test_same_function_modes
explanation: Each submodule has a `training` flag of its own, and `network.train(mode)` sets all of
them alike: a frozen part would train again. Note and restore the flag of each module in
`network.modules()`.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    training_a, training_b = a.training, b.training
    try:
        a.eval()
        b.eval()
        with torch.no_grad():
            out_a, out_b = a(x), b(x)
    finally:
        a.train(training_a)
        b.train(training_b)
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
