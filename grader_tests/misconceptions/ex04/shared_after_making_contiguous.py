"""A tensor needs contiguous memory.

caught_by: test_shared_any_array
explanation: `np.ascontiguousarray` copies an array that is not contiguous, and the tensor then shares the
memory of that copy. Tensors have strides too, so `torch.from_numpy` takes a slice or a transposed array as
it is.
"""

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(a))
