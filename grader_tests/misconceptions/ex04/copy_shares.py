"""A tensor is another object than the array, so it is a copy.

caught_by: test_copy, test_copy_any_array, test_copy_of_arrays_that_cannot_be_shared
explanation: `torch.from_numpy` makes a new object that looks at the old memory: writing to the tensor
changes the array. Copy the array before, with `a.copy()`.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.from_numpy(a)
