"""Every tensor has a `numpy` method.

caught_by: test_to_numpy, test_to_numpy_any_dtype, test_to_numpy_anywhere
explanation: `numpy` refuses a tensor that requires gradients: an array cannot be part of the graph. Call
`detach` first.
"""

import numpy as np
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    return t.numpy()
