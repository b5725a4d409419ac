"""It is enough that there are as many labels as rows.

caught_by: test_wrong_classes
explanation: Labels of shape (N, 1) have N rows too, and so have logits with a third dimension. Compare
    whole shapes, and look at the dtypes and at the labels' range.
"""

from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    if len(logits) != len(labels):
        raise ValueError("the number of labels is not the number of samples")
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("a label is out of range")
    return -logits.log_softmax(dim=1).gather(1, labels.long().reshape(-1, 1)).mean()
