"""The threshold is compared with what the model gives.

caught_by: test_predict_multilabel
explanation: The threshold is a probability, and the model gives logits. Take the sigmoid of the logits
    first.
"""

from torch import Tensor


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return (logits > threshold).long()
