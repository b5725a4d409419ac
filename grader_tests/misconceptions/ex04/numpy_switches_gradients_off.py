"""The tensor must not require gradients, so this is switched off.

caught_by: test_to_numpy, test_to_numpy_anywhere
explanation: `requires_grad_(False)` changes the caller's tensor: a parameter that was only to be plotted is
no longer trained. `detach` gives another tensor without a graph and leaves the first one alone.
"""

import numpy as np
import torch
from torch import Tensor


def to_numpy(t: Tensor) -> np.ndarray:
    if t.is_leaf:
        t.requires_grad_(False)
    plain = t.detach().cpu().resolve_conj()
    return plain.float().numpy() if plain.dtype == torch.bfloat16 else plain.numpy()
