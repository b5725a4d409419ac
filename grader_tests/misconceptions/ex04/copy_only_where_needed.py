"""`np.ascontiguousarray` makes a copy that torch can read.

caught_by: test_copy, test_copy_any_array, test_copy_of_arrays_that_cannot_be_shared
explanation: `np.ascontiguousarray` copies only what is not contiguous. Any other array comes back as it is,
and the tensor shares its memory. `a.copy()` always copies.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(a))
