"""`torch.tensor` makes a tensor of anything.

caught_by: test_shared, test_shared_any_array
explanation: `torch.tensor` always copies, so the array does not notice when the tensor changes.
`torch.from_numpy` uses the array's own memory.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.tensor(a)
