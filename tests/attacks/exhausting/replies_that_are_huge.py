"""It returns what is small here and huge when written out: views, repetitions, sparse and imaginary tensors.

earns: 0 exactly
stopped by: values
"""

import numpy as np
import torch

ENORMOUS = (1 << 20, 1 << 20)


def double(x):
    if isinstance(x, int):
        return torch.zeros(1).expand(ENORMOUS)
    if x.numel() < 100:
        return np.broadcast_to(np.zeros(1), ENORMOUS)
    return [torch.sparse_coo_tensor(size=ENORMOUS), torch.empty(ENORMOUS, device="meta"), bytes(1 << 28)]
