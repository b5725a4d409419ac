"""One output for each sample is a tensor (N,).

caught_by: test_predict_binary
explanation: The answer has the shape of the logits here. (N, 1) logits give (N, 1) answers; squeezed to
    (N,) they would broadcast against targets (N, 1) to a table.
"""

from torch import Tensor


def predict_binary(logits: Tensor) -> Tensor:
    return (logits > 0).long().squeeze()
