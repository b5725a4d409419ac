"""`default_rng` is NumPy's modern way to set a seed.

caught_by: test_seed_everything
explanation: `np.random.default_rng(seed)` makes a new generator, and here it is thrown away at once. The
global one, from which `np.random.rand` draws, is seeded by `np.random.seed`.
"""

import random

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.default_rng(seed)
    torch.manual_seed(seed)
