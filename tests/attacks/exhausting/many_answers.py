"""It answers each question with as much as a reply may hold, and asks for more questions by raising nothing.

earns: 0 exactly
stopped by: expect, rlimits
"""

import torch


def double(x):
    return [torch.zeros(1 << 20) for _ in range(15)]
