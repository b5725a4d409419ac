"""`torch.Tensor(a)` turns an array into a tensor.

caught_by: test_copy, test_copy_any_array, test_copy_of_arrays_that_cannot_be_shared
explanation: `torch.Tensor` always gives float32, so integers, booleans and float64 lose their dtype.
`torch.tensor`, `torch.as_tensor` and `torch.from_numpy` keep it.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.Tensor(a.copy())
