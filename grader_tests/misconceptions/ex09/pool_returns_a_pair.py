"""`max` gives the largest number.

caught_by: test_pool_by_hand, test_pool_any_shape, test_pool_gradients
explanation: With a dimension, `max` gives a pair: the largest numbers, and where they stand. You
return the pair. Take its `.values`, or use `amax`.
"""

from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    windows = x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride)
    return windows.flatten(start_dim=4).max(dim=4)
