"""Any generator of torch that gets the seed will do.

caught_by: test_seed_everything
explanation: `torch.Generator().manual_seed(seed)` seeds a generator that nobody draws from.
`torch.manual_seed` seeds the global one.
"""

import random

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.Generator().manual_seed(seed)
