"""Equal weights are the same function, and different ones are not.

caught_by: test_same_function_of_any_networks
explanation: You compare weights. The same weights can be used differently, and different ones can
give the same outputs. Run both on `x` and compare what comes out.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    ours, theirs = list(a.state_dict().values()), list(b.state_dict().values())
    return len(ours) == len(theirs) and all(
        p.shape == q.shape and torch.allclose(p, q) for p, q in zip(ours, theirs)
    )
