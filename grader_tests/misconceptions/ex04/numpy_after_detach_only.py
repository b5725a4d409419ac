"""Gradients are the only thing in the way.

caught_by: test_to_numpy_any_dtype, test_to_numpy_anywhere
explanation: A tensor on a GPU must move to the CPU first, a conjugated one must be worked out with
`resolve_conj`, and bfloat16 must become float32, as NumPy does not know it.
"""

import numpy as np
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    return t.detach().numpy()
