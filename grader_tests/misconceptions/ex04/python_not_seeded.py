"""Nobody uses Python's own `random` for numbers.

caught_by: test_seed_everything
explanation: Code that picks or shuffles items of a list does, and it is seeded by `random.seed` alone.
"""

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    np.random.seed(seed)
    torch.manual_seed(seed)
