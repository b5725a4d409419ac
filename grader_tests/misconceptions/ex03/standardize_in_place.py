"""The input may be used as scratch space.

caught_by: test_standardize_any_data
explanation: `-=` and `/=` change the caller's tensor, who may still need the original data. Write
`x = x - ...`, which makes a new tensor.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    constant = x.amin(dim, keepdim=True) == x.amax(dim, keepdim=True)
    x -= x.mean(dim, keepdim=True)
    x /= x.std(dim, correction=0, keepdim=True)
    return x.masked_fill_(constant, 0.0)
