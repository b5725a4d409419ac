"""The logits may be used as scratch space.

caught_by: test_cross_entropy_any_sizes
explanation: `-=` changes the caller's logits, from which the loss may still be computed. Write
`logits = logits - ...`, which makes a new tensor.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    logits -= logits.amax(dim=1, keepdim=True)
    return (F.softmax(logits, dim=1) - F.one_hot(labels, logits.shape[1])) / len(logits)
