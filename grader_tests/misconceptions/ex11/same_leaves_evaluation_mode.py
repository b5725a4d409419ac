"""The next training loop will set the mode anyway.

caught_by: test_same_function_by_hand, test_same_function_modes
explanation: Both networks stay in evaluation mode. Note the modes before, and set them back at the
end.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    a.eval()
    b.eval()
    with torch.no_grad():
        out_a, out_b = a(x), b(x)
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
