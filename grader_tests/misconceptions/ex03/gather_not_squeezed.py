"""`gather` gives one number a row.

caught_by: test_scores_of_labels
explanation: `gather` keeps the dimension, so your answer is (N, 1) where (N,) is wanted. Remove
dimension 1 afterwards.
"""

from torch import Tensor


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return scores.gather(1, labels[:, None])
