"""The two texts of a failed check."""

from __future__ import annotations

import pickle

import pytest

from autograder.testing.failures import ExpectationFailed, fail


def test_the_detail_is_what_the_exception_says() -> None:
    failed = ExpectationFailed("f(...) is wrong.", "f(3) is 4, and 9 is expected.")
    assert (failed.summary, failed.detail, str(failed)) == (
        "f(...) is wrong.",
        "f(3) is 4, and 9 is expected.",
        "f(3) is 4, and 9 is expected.",
    )
    assert isinstance(failed, AssertionError)


def test_a_summary_alone_serves_as_both() -> None:
    assert ExpectationFailed("It is wrong.").detail == "It is wrong."


def test_both_texts_are_bounded_and_escaped_whatever_they_were_made_from() -> None:
    failed = ExpectationFailed("\x1b[31m" + "a" * 10_000, "\u202e\n" + "b" * 10_000_000)
    assert failed.summary.startswith("\\x1b[31maaa")
    assert 590 < len(failed.summary) <= 600
    assert failed.detail.startswith("\\u202e\nbbb")
    assert 3990 < len(failed.detail) <= 4000


def test_survives_pickling() -> None:
    """pytest-xdist sends failures from process to process."""
    failed = pickle.loads(pickle.dumps(ExpectationFailed("short", "long")))
    assert (failed.summary, failed.detail) == ("short", "long")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the result is wrong.", "The result is wrong."),
        ("item 0 of f(...) is wrong.", "Item 0 of f(...) is wrong."),
        ("theta(...) is wrong.", "theta(...) is wrong."),
    ],
)
def test_sentences_begin_with_a_capital_unless_they_begin_with_a_function(text: str, shown: str) -> None:
    with pytest.raises(ExpectationFailed) as caught:
        fail(text)
    assert (caught.value.summary, caught.value.detail) == (shown, shown)
