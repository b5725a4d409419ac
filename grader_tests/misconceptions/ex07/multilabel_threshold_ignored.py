"""The answer is yes where the logit is positive.

caught_by: test_predict_multilabel
explanation: That is the threshold 0.5. With another one the border is elsewhere: compare `logits.sigmoid()`
    with `threshold`.
"""

from torch import Tensor


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return (logits > 0).long()
