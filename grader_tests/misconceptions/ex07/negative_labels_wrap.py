"""A label that is no class makes an error by itself.

caught_by: test_wrong_classes
explanation: Indexing with -1 takes the last class without a word, and a label that is too large raises an
    IndexError. Look for both before, and raise a ValueError.
"""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    if logits.ndim != 2 or labels.shape != logits.shape[:1]:
        raise ValueError("shapes do not fit")
    if not logits.is_floating_point() or labels.dtype != torch.int64:
        raise ValueError("dtypes do not fit")
    if labels.max() >= logits.shape[1]:
        raise ValueError("a label is too large")
    return -logits.log_softmax(dim=1)[torch.arange(len(labels)), labels].mean()
