"""`max` gives the class.

caught_by: test_num_correct, test_num_correct_any_size
explanation: `max(dim=1)` gives two things, the largest logits and where they stand. The classes are the
second: `.indices`, or `argmax` at once.
"""

from torch import Tensor


def num_correct(logits: Tensor, labels: Tensor) -> int:
    values, _ = logits.max(dim=1)
    return int((values == labels).sum())
