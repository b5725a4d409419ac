"""A tensor with one number is an int.

caught_by: test_num_correct, test_num_correct_any_size
explanation: `sum` gives a 0-dim tensor, which also stays on the device of the logits. Turn it into a Python
int with `int(...)` or `.item()`.
"""

from torch import Tensor


def num_correct(logits: Tensor, labels: Tensor) -> int:
    return (logits.argmax(dim=1) == labels).sum()
