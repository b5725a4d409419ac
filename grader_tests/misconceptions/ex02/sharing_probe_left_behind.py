"""Writing and looking is the surest test.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: It is a good test, but the caller's numbers are gone afterwards. Save them before, and put them
    back.
"""

import torch
from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    seen = []
    for number in (0, 1):
        a.fill_(number)
        seen.append(b.clone())
    return not torch.equal(*seen)
