"""Whether torch or NumPy copies makes no difference.

caught_by: test_copy_of_arrays_that_cannot_be_shared
explanation: torch has to read the array before it can copy it, and it cannot read negative strides:
`a[::-1]` raises an error. Let NumPy make the copy: `a.copy()`.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.from_numpy(a).clone()
