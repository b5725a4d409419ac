"""`view` works for every tensor.

caught_by: test_flatten_any_images
explanation: `view` never copies, so it fails when the numbers of an image do not lie one after the other in
    memory, as after a transpose. `reshape` and `flatten` give a view where that is possible, and copy
    otherwise.
"""

from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return x.view(x.shape[0], -1)
