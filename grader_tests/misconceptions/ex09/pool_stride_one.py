"""The stride is 1 unless somebody says otherwise.

caught_by: test_pool_by_hand, test_pool_any_shape
explanation: Without a stride your window moves by 1, as a convolution does. For pooling, None means
`kernel_size`: the windows lie side by side.
"""

from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = 1 if stride is None else stride
    return x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).amax(dim=(4, 5))
