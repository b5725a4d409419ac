"""The mark that makes a function of a suite a probe, and what a probe may answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.errors import InternalError
from autograder.testing.points import points
from autograder.testing.probes import Probe, facts, probe, probe_of


def test_marks_a_function_with_the_tests_that_it_can_explain() -> None:
    @probe("test_time", "test_accuracy", device="simulated")
    def probe_clock() -> None: ...

    assert probe_of(probe_clock) == Probe(("test_time", "test_accuracy"), "simulated")


def test_other_functions_are_no_probes() -> None:
    def probe_clock() -> None: ...

    assert probe_of(probe_clock) is None


def named(name: str) -> Callable[[], None]:
    def function() -> None: ...

    function.__name__ = name
    return function


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (lambda: probe(), "probe: name the tests that it can explain"),
        (lambda: probe(named("probe_clock")), "probe: name the tests that it can explain"),
        (lambda: probe("test_time", device="cuda"), "probe: device must be"),
        (
            lambda: probe("test_time")(named("clock")),
            "@probe marks clock: put it on a function, and call that probe_clock",
        ),
        (lambda: probe("test_time")(print), "@probe marks print"),
        (lambda: probe("test_time")(marked()), "probe_time has points: a probe is worth nothing"),
    ],
)
def test_a_wrong_mark_says_what_to_do(use: Callable[[], object], said: str) -> None:
    with pytest.raises(InternalError) as caught:
        use()
    assert str(caught.value).startswith(said)


def marked() -> Callable[[], None]:
    function = points(1, "title")(named("test_time"))
    function.__name__ = "probe_time"
    return function


@pytest.mark.parametrize(
    "answer", [{}, {"a": True}, {"a": None, "b": -3, "c": "word"}, {"a": (1, None, "x")}, {"a": "x" * 200}]
)
def test_facts_are_words_by_name(answer: dict) -> None:
    assert facts(answer) is answer


class Word(str):
    """Of a class with operations of its own."""


@pytest.mark.parametrize(
    "answer",
    [
        None,
        True,
        ["a"],
        {"a": 0.5},
        {"a": ["x"]},
        {"a": ((1,),)},
        {1: True},
        {"a": Word("x")},
        {"a": "x" * 201},
        {"a": tuple(range(21))},
        {"a": 1 << 64},
        {str(number): True for number in range(51)},
    ],
)
def test_anything_else_is_no_answer(answer: object) -> None:
    with pytest.raises(ValueError, match="probe"):
        facts(answer)
