"""It answers each question with more than an answer may hold.

earns: 0 exactly
stopped by: expect, rlimits
"""

import torch


def double(x):
    return [torch.zeros(1 << 20) for _ in range(15)]
