"""Windows never overlap.

caught_by: test_pool_by_hand, test_pool_any_shape, test_pool_gradients
explanation: You cut the image into blocks and do not use `stride`. Windows may overlap, or leave
gaps: cut them out with `unfold`, or with a loop over the places.
"""

from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    n, c, h, w = x.shape
    rows, columns = h // kernel_size, w // kernel_size
    blocks = x[:, :, : rows * kernel_size, : columns * kernel_size]
    return blocks.reshape(n, c, rows, kernel_size, columns, kernel_size).amax(dim=(3, 5))
