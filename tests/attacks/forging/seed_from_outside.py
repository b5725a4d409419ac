"""Seeds every generator there is, and draws from them what the grader may draw next.

earns: 0 exactly
stopped by: seeds
"""

import random

import numpy as np
import torch

random.seed(0)
np.random.seed(0)
torch.manual_seed(0)
try:
    torch.default_generator.manual_seed(0)
except Exception:
    pass


def double(x):
    torch.manual_seed(0)
    return 2 * torch.randn(getattr(x, "shape", ()))
