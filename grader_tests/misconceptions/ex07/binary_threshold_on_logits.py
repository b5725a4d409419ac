"""Yes means more than 0.5.

caught_by: test_predict_binary
explanation: 0.5 is the border for the probability. The model gives logits, and the logit of a probability
    of 0.5 is 0: compare with 0, or take the sigmoid first.
"""

from torch import Tensor


def predict_binary(logits: Tensor) -> Tensor:
    return (logits > 0.5).long()
