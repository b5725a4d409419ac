"""Checks of exceptions, side effects and kinds of objects."""

from __future__ import annotations

import pytest
import torch

from autograder.errors import InternalError
from autograder.testing import expect
from autograder.worker.submission import LearnerError, NotStarted
from tests.testing.fakes import failure, learner

SOURCE = """
def drop_dim(x, dim):
    if dim == 9:
        raise NotImplementedError("drop_dim is not written yet")
    if dim == 8:
        raise ValueError
    if dim == 7:
        raise UnicodeError("\\x1b[31m size 7 at dimension 3 " + "!" * 10_000)
    if dim == 6:
        return x.nonsense
    return x.squeeze(dim)

def build():
    return torch.nn.Linear(2, 3)

def draw(x):
    return x + torch.rand(1)
"""


def test_the_exception_asked_for_passes() -> None:
    """Subclasses too (UnicodeError is a ValueError), by name or by class."""
    submission = learner(SOURCE)
    x = torch.ones(2, 3)
    expect.raises("ValueError", submission.drop_dim, x, 7)
    expect.raises(ValueError, submission.drop_dim, x, dim=7)
    expect.raises(("KeyError", ValueError), submission.drop_dim, x, 7)
    expect.raises("builtins.AttributeError", submission.drop_dim, x, 6)
    expect.raises("Exception", submission.drop_dim, x, 6)
    expect.raises(ValueError, submission.drop_dim, x, 8, message=False)


def test_an_answer_in_place_of_an_exception_is_told() -> None:
    submission = learner(SOURCE)
    assert failure(expect.raises, ValueError, submission.drop_dim, torch.ones(2, 3), dim=0) == (
        "drop_dim(...) should raise ValueError here, but it returns a float32 tensor.",
        "drop_dim(float32 (2, 3), dim=0) should raise ValueError here, but it returns a float32 tensor of shape (2, 3).",
    )
    assert failure(expect.raises, "Exception", submission.build) == (
        "build(...) should raise an exception here, but it returns an object of type Linear.",
        "build() should raise an exception here, but it returns an object of type Linear.",
    )


def test_another_exception_is_told_and_its_text_only_in_public_tests() -> None:
    submission = learner(SOURCE)
    summary, detail = failure(expect.raises, (KeyError, "IndexError"), submission.drop_dim, torch.ones(2), 7)
    assert (
        summary
        == "drop_dim(...) should raise KeyError or IndexError here, but it raises UnicodeError in line 8."
    )
    assert detail.startswith(
        "drop_dim(float32 (2,), 7) should raise KeyError or IndexError here, but it raises UnicodeError in line 8: "
        "\\x1b[31m size 7 at dimension 3 !!!"
    )
    assert len(detail) < 450


def test_an_exception_needs_a_message() -> None:
    text = "raises ValueError, as it should, but without a message: say in it what is wrong with the input."
    assert failure(expect.raises, ValueError, learner(SOURCE).drop_dim, 1, 8) == (
        f"drop_dim(...) {text}",
        f"drop_dim(1, 8) {text}",
    )


def test_a_name_replaces_the_call() -> None:
    assert failure(expect.raises, ValueError, learner(SOURCE).drop_dim, torch.ones(2), 0, name="a size of 2")[
        0
    ] == ("a size of 2 should raise ValueError here, but it returns a float32 tensor.")


@pytest.mark.parametrize("kind", ["Exception", NotImplementedError, RuntimeError])
def test_code_that_is_not_written_yet_stays_not_started(kind: str | type[BaseException]) -> None:
    """NotImplementedError is an Exception and a RuntimeError, and still it earns nothing."""
    with pytest.raises(NotStarted):
        expect.raises(kind, learner(SOURCE).drop_dim, 1, 9)


def test_a_mistake_in_the_suite_is_no_exception_of_the_learners() -> None:
    def wrong() -> None:
        raise ZeroDivisionError("in the suite")

    with pytest.raises(ZeroDivisionError):
        expect.raises("Exception", wrong)


def test_global_random_state() -> None:
    submission = learner(SOURCE)
    with expect.global_rng_unchanged(submission, name="drop_dim"):
        submission.drop_dim(torch.ones(2, 1), 1)

    def draw() -> None:
        with expect.global_rng_unchanged(submission, name="draw"):
            submission.draw(torch.ones(2))

    text = (
        "draw changes the global random state. Whoever calls it then draws other random numbers than without it: "
        "use a `torch.Generator` of your own."
    )
    assert failure(draw) == (text, text)


def test_a_failure_inside_the_block_is_the_one_that_counts() -> None:
    submission = learner(SOURCE)
    with pytest.raises(LearnerError), expect.global_rng_unchanged(submission):
        submission.draw(torch.ones(2))
        submission.drop_dim(torch.ones(2), 6)


def test_instances() -> None:
    submission = learner(SOURCE)
    expect.instance(submission, submission.build(), "torch.nn.Module")
    assert failure(expect.instance, submission, submission.build(), "torch.utils.data.DataLoader") == (
        "build(...) should be a torch.utils.data.DataLoader, but it is an object of type Linear.",
        "build() should be a torch.utils.data.DataLoader, but it is an object of type Linear.",
    )
    assert failure(expect.instance, submission, None, "torch.nn.Module", name="f()") == (
        "f() should be a torch.nn.Module, but it is None. Is a `return` missing?",
        "f() should be a torch.nn.Module, but it is None. Is a `return` missing?",
    )


def test_anything_else() -> None:
    expect.that(True, "unused")
    assert failure(expect.that, False, "It is wrong.") == ("It is wrong.", "It is wrong.")
    assert failure(expect.that, False, "It is wrong.", "It is 3.") == ("It is wrong.", "It is 3.")


@pytest.mark.parametrize("condition", [1, None, torch.tensor(True), [1]])
def test_a_condition_is_true_or_false(condition: object) -> None:
    """A tensor or a list where a comparison was meant would pass or fail by accident."""
    with pytest.raises(InternalError, match="takes True or False"):
        expect.that(condition, "unused")  # type: ignore[arg-type]
