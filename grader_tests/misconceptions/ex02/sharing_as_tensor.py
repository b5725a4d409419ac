"""A tensor with one truth value is a bool.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: `.any()` returns a tensor, which only looks like True or False when printed. Turn it into a
    Python bool with `bool(...)`.
"""

import torch
from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    block = a.untyped_storage()
    picture = torch.full((block.nbytes(),), False)
    picture.as_strided(a.shape, a.stride(), a.storage_offset()).fill_(True)
    if block.data_ptr() != b.untyped_storage().data_ptr():
        picture = torch.full((b.untyped_storage().nbytes(),), False)
    return picture.as_strided(b.shape, b.stride(), b.storage_offset()).any()
