"""`cat` and a reshape are the same as `stack`.

caught_by: test_stack_any_images
explanation: For equal images they are. But `cat` does not mind images with more channels than others, and
    the reshape then cuts them up without an error. `torch.stack` refuses unequal shapes.
"""

import torch
from torch import Tensor


def stack_images(images) -> Tensor:
    joined = torch.cat(list(images))
    return joined.reshape(len(images), -1, *joined.shape[1:])
