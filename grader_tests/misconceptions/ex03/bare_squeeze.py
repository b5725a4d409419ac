"""`squeeze()` removes the dimension that I mean.

caught_by: test_scores_of_labels
explanation: A bare `squeeze()` removes every dimension of size 1, so with a single sample the batch
dimension goes too. Name the dimension: `squeeze(1)`.
"""

from torch import Tensor


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return scores.gather(1, labels[:, None]).squeeze()
