"""The largest number of a patch is the largest over all of it.

caught_by: test_pool_by_hand, test_pool_any_shape, test_pool_gradients
explanation: `F.unfold` puts all channels of a patch into one column, so you take the largest number
over the channels too. Each channel is pooled on its own: split the column into channels first, or
make each channel an image.
"""

import torch.nn.functional as F
from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    rows = output_size(x.shape[2], kernel_size, stride)
    columns = output_size(x.shape[3], kernel_size, stride)
    patches = F.unfold(x, kernel_size, stride=stride)
    return patches.amax(dim=1).reshape(x.shape[0], 1, rows, columns)
