"""Softmax turns the logits of several labels into probabilities.

caught_by: test_predict_multilabel
explanation: Softmax shares one probability among the labels of a sample, so at most one of them can be
    above 0.5. Labels that do not compete get a sigmoid each.
"""

from torch import Tensor


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return (logits.softmax(dim=1) > threshold).long()
