"""Answers with tensors that are huge in shape and one element in memory, or that overlap themselves.

earns: 0 exactly
stopped by: values, limits
"""

import torch


def double(x):
    if isinstance(x, int):
        return torch.zeros(1).expand(1 << 40)
    if x.ndim == 2 and x.shape[0] == 2:
        return torch.zeros(6).as_strided((2, 3), (0, 0))
    return torch.zeros(1).as_strided((1 << 20, 1 << 20), (0, 0))
