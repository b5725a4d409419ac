"""The mark that gives a test its points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from autograder.errors import InternalError
from autograder.testing.points import Worth, points, worth_of


def test_marks_a_test_with_what_it_is_worth() -> None:
    @points(2, "keeps the batch dimension", public=True, seconds=30)
    def test_flatten() -> None: ...

    assert worth_of(test_flatten) == Worth(2.0, "keeps the batch dimension", True, 30.0)


def test_a_test_is_hidden_and_has_the_usual_time_unless_it_says_otherwise() -> None:
    @points(0.5, "title")
    def test_flatten() -> None: ...

    assert worth_of(test_flatten) == Worth(0.5, "title", False, None)


def test_the_test_stays_the_same_function() -> None:
    def test_flatten() -> None: ...

    assert points(1, "title")(test_flatten) is test_flatten


def test_what_has_no_mark_is_worth_nothing() -> None:
    assert worth_of(test_what_has_no_mark_is_worth_nothing) is None
    assert worth_of(None) is None


def on(name: str) -> Callable[[], None]:
    def test() -> None: ...

    test.__name__ = name
    return test


WRONG: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    ((0, "t"), {}, "points: the points must be a finite number above 0, not 0"),
    ((-1, "t"), {}, "points: the points must be a finite number above 0, not -1"),
    ((float("nan"), "t"), {}, "points: the points must be a finite number above 0, not nan"),
    ((float("inf"), "t"), {}, "points: the points must be a finite number above 0, not inf"),
    ((True, "t"), {}, "points: the points must be a number, not True: write @points(2, 'what it checks')"),
    (("t", 2), {}, "points: the points must be a number, not 't': write @points(2, 'what it checks')"),
    ((1, "t"), {"seconds": 0}, "points: seconds must be a finite number above 0, not 0"),
    ((1, " "), {}, "points(1, ...): the title must be one line of 1 to 100 characters"),
    ((1, "a\nb"), {}, "points(1, ...): the title must be one line of 1 to 100 characters"),
    ((1, "a" * 101), {}, "points(1, ...): the title must be one line of 1 to 100 characters"),
    ((1, 2), {}, "points(1, ...): the title must be one line of 1 to 100 characters"),
    ((1, "t"), {"public": "yes"}, "points(1, 't'): public must be True or False, not 'yes'"),
]


@pytest.mark.parametrize(("arguments", "keywords", "message"), WRONG)
def test_wrong_marks_are_told_when_the_suite_is_imported(
    arguments: tuple[Any, ...], keywords: dict[str, Any], message: str
) -> None:
    with pytest.raises(InternalError) as caught:
        points(*arguments, **keywords)
    assert str(caught.value) == message


def test_only_test_functions_can_be_marked() -> None:
    with pytest.raises(InternalError) as caught:
        points(1, "t")(on("flatten"))
    assert str(caught.value) == "points(..., 't'): flatten would never run: call it test_flatten"
    with pytest.raises(InternalError, match="which is not a function"):
        points(1, "t")(WRONG)  # type: ignore[type-var]


def test_a_test_is_marked_once() -> None:
    marked = points(1, "t")(on("test_flatten"))
    with pytest.raises(InternalError) as caught:
        points(1, "u")(marked)
    assert str(caught.value) == "points(..., 'u'): test_flatten has points already: keep one of the marks"


def test_a_device_is_noted_and_checked() -> None:
    @points(1, "title", device="simulated")
    def test_there() -> None:
        pass

    worth, anything = worth_of(test_there), cast(Any, "gpu")
    assert worth is not None and worth.device == "simulated"
    with pytest.raises(InternalError, match=r"device must be .* not 'gpu'"):
        points(1, "title", device=anything)
