"""Two tensors share memory if they are one object.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: A view is an object of its own that reads the memory of another one, so `is` says nothing about
    memory.
"""

from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    return a is b
