"""Two tensors share memory if they begin at the same address.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: `data_ptr()` is the address of the first element. `x[1:]` begins later than `x` and lies inside
    of it. And a row and a column can begin at the same element, or meet in the middle. Compare the
    addresses of all elements.
"""

from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    return a.data_ptr() == b.data_ptr()
