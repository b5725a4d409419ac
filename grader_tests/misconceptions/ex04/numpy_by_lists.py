"""A list has no graph and no device, so it is the safe way from torch to NumPy.

caught_by: test_to_numpy, test_to_numpy_any_dtype, test_to_numpy_anywhere
explanation: Python's floats have 64 bits, so NumPy makes a float64 array of them. Back in a model, it meets
float32 weights and fails. Use `detach().cpu().numpy()`, which keeps the dtype, and copies nothing on the
CPU.
"""

import numpy as np
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    return np.array(t.tolist())
