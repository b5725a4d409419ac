"""The checks that suites are written with; each raises `ExpectationFailed` with a text for beginners.

`name` is a short phrase for what was computed; left out, it is the call that the value came from. It is
shown in hidden tests too, so it should not spell out drawn values.
"""

from autograder.testing.expect.bans import called, not_called, not_used
from autograder.testing.expect.behaviour import global_rng_unchanged, instance, raises, that
from autograder.testing.expect.cases import answers
from autograder.testing.expect.closeness import close
from autograder.testing.expect.exact import equal
from autograder.testing.expect.memory import different_storage, same_storage, unmodified
from autograder.testing.expect.numbers import number
from autograder.testing.expect.tensors import dtype, shape, tensor

__all__ = [
    "answers",
    "called",
    "close",
    "different_storage",
    "dtype",
    "equal",
    "global_rng_unchanged",
    "instance",
    "not_called",
    "not_used",
    "number",
    "raises",
    "same_storage",
    "shape",
    "tensor",
    "that",
    "unmodified",
]
