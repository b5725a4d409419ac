"""`unsqueeze_` is another spelling of `unsqueeze`.

caught_by: test_add_batch_dim
explanation: A method whose name ends with `_` changes the tensor itself, so the caller's image has four
    dimensions afterwards. Without the underscore you get a new tensor that reads the same memory.
"""

from torch import Tensor


def add_batch_dim(image: Tensor) -> Tensor:
    return image.unsqueeze_(0)
