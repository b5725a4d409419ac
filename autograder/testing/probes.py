"""The mark that makes a function of a suite a probe: a short question about what code does, worth nothing.

The diagnosis asks probes in place of tests whose answers cannot be compared: a training that goes by the
clock gives other numbers each time, and takes long. What a probe finds out are facts in words, such as
"images come in the data set's order", which are the same whatever else the code is like.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar

from autograder.errors import InternalError
from autograder.testing.points import worth_of

_ATTRIBUTE = "_torchgrade_probe"
PREFIX = "probe_"
SECONDS = 30.0  # of wall time; there against endless loops

Word: TypeAlias = bool | int | str | None
Fact: TypeAlias = Word | tuple[Word, ...]
Facts: TypeAlias = dict[str, Fact]
Question = TypeVar("Question", bound=Callable[..., object])

# What came from a worker may be of any size where a suite hands it on; facts are words.
MOST_FACTS, MOST_PARTS, MOST_CHARACTERS, MOST_BITS = 50, 20, 200, 64


@dataclass(frozen=True, slots=True)
class Probe:
    """What a probe can explain, and what it needs."""

    tests: tuple[str, ...]  # whose failure it can explain
    device: Literal["simulated"] | None = None  # the accelerator that the learner's code finds
    seconds: float = SECONDS


def probe(*tests: str, device: Literal["simulated"] | None = None) -> Callable[[Question], Question]:
    """Make a function a probe that says, in place of these tests, which mistake makes them fail.

    It takes the fixtures of tests, and returns facts by name: each True, False, None, an int, a text, or a
    tuple of these. Where it raises, nothing is known. Its name begins with "probe_".

    Raises `InternalError` where the suite is imported, if the mark is used wrongly.
    """
    if not tests or not all(isinstance(test, str) for test in tests):
        raise InternalError('probe: name the tests that it can explain: @probe("test_accuracy")')
    if device not in (None, "simulated"):
        raise InternalError(f'probe: device must be "simulated" or left out, not {device!r}')
    made = Probe(tests, device)

    def mark(function: Question) -> Question:
        if not inspect.isfunction(function) or not function.__name__.startswith(PREFIX):
            name = getattr(function, "__name__", repr(function))
            raise InternalError(f"@probe marks {name}: put it on a function, and call that {PREFIX}{name}")
        if worth_of(function) is not None:
            raise InternalError(f"{function.__name__} has points: a probe is worth nothing")
        setattr(function, _ATTRIBUTE, made)
        return function

    return mark


def probe_of(function: object) -> Probe | None:
    """Return what `probe` gave to this function, or None."""
    found = getattr(function, _ATTRIBUTE, None)
    return found if isinstance(found, Probe) else None


def facts(value: object) -> Facts:
    """Return what a probe returned, if that is facts; raises ValueError where it is anything else.

    The sizes are bounded, since the words may be learner code's own. For the same reason this is no failure
    of the grader: a probe without an answer says nothing, and that is all.
    """
    if type(value) is not dict or len(value) > MOST_FACTS:
        raise ValueError(f"a probe returns a dict of at most {MOST_FACTS} facts")
    for name, fact in value.items():
        if type(name) is not str or not _is_fact(fact):
            raise ValueError(
                "a probe's facts are True, False, None, ints, short texts, and tuples of these, by name"
            )
    return value


def _is_fact(value: Any) -> bool:
    if type(value) is tuple:
        return len(value) <= MOST_PARTS and all(map(_is_word, value))
    return _is_word(value)


def _is_word(value: Any) -> bool:
    if type(value) is str:
        return len(value) <= MOST_CHARACTERS
    if type(value) is int:
        return value.bit_length() <= MOST_BITS
    return value is None or type(value) is bool
