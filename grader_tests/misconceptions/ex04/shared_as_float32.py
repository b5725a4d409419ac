"""A tensor is float32, and `from_numpy` shares the memory anyway.

caught_by: test_shared, test_shared_any_array
explanation: `from_numpy` shares, but `.float()` then copies every array that is not float32, and the dtype
is lost. Leave the tensor as `from_numpy` gives it.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.from_numpy(a).float()
