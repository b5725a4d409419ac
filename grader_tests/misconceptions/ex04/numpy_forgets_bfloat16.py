"""NumPy has all dtypes that torch has.

caught_by: test_to_numpy_any_dtype, test_to_numpy_anywhere
explanation: NumPy has no bfloat16, so `numpy` fails for such a tensor. Convert it to float32 first, which
can hold all of its numbers exactly.
"""

import numpy as np
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    return t.numpy(force=True)
