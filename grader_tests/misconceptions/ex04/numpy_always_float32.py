"""Results are float32, so converting everything does no harm.

caught_by: test_to_numpy, test_to_numpy_any_dtype, test_to_numpy_anywhere
explanation: `.float()` turns labels into floats and cuts float64 to half of its digits. Convert bfloat16
alone, and leave every other dtype as it is.
"""

import numpy as np
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    return t.detach().cpu().float().numpy()
