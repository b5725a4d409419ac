"""Pooling averages.

caught_by: test_pool_by_hand, test_pool_any_shape, test_pool_gradients
explanation: You average the window. Max pooling keeps its largest number.
"""

from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    return x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).mean(dim=(4, 5))
