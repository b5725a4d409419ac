"""`argmax` finds the largest logit of each sample by itself.

caught_by: test_num_correct, test_num_correct_any_size
explanation: Without `dim`, `argmax` searches the whole tensor and gives one place in it, counted through
all rows. Say `dim=1`, the dimension of the classes.
"""

from torch import Tensor


def num_correct(logits: Tensor, labels: Tensor) -> int:
    return int((logits.argmax() == labels).sum())
