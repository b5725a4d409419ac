"""Two tensors share memory if they are parts of the same block.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: Both halves of a tensor are parts of one block of memory, and writing to one does not change
    the other. Look also at where each tensor lies in the block: its offset, shape and strides say it.
"""

from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
