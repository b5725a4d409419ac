"""Is the answer the kind of thing that was asked for? And if it is not, what probably happened?"""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from torch import Tensor

from autograder.testing.describe import Name, describe, kind_of
from autograder.testing.failures import fail

_NUMBERS = frozenset({"a number", "an int", "a float", "a bool"})


def fail_type(value: object, wanted: str, name: Name) -> NoReturn:
    """Fail because `value` is not `wanted` (such as "a tensor"), with the remedy where it is certain."""
    __tracebackhide__ = True
    advice = _advice(value, wanted)
    after = f" {advice}" if advice else ""
    fail(
        f"{name.summary} should be {wanted}, but it is {kind_of(value)}.{after}",
        f"{name.detail} should be {wanted}, but it is {describe(value)}.{after}",
    )


def _advice(value: object, wanted: str) -> str:
    if value is None:
        return "Is a `return` missing?"
    if kind_of(value) == "a function":
        return "Was it meant to be called, with parentheses?"
    if wanted == "a tensor" and isinstance(value, np.ndarray | np.generic):
        return "`torch.as_tensor` turns what NumPy gives into a tensor."
    if wanted in _NUMBERS and _is_one_number(value):
        return "`.item()` turns it into a Python number."
    return ""


def _is_one_number(value: object) -> bool:
    if isinstance(value, Tensor):
        return value.numel() == 1
    return isinstance(value, np.ndarray | np.generic) and value.size == 1
