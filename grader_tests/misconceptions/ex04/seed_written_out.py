"""42 is the seed.

caught_by: test_seed_everything
explanation: The argument is ignored, so all runs are the same one, and nobody can see how much a result
depends on chance. Pass `seed` on.
"""

import random

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    random.seed(42)
    np.random.seed(42)
    torch.manual_seed(42)
