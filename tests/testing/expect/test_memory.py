"""Checks of changed inputs and shared memory."""

from __future__ import annotations

import pytest
import torch

from autograder.errors import InternalError
from autograder.testing import expect
from tests.testing.fakes import failure, learner

SOURCE = """
def double(x):
    return x.mul_(2)

def flatten(x):
    return x.flatten(1)

def flat_copy(x):
    return x.flatten(1).clone()

def last(x):
    return x[-1:]

def fill_first(items):
    items[0][0] = 5
"""


def test_an_input_that_stays_as_it_was_passes() -> None:
    submission = learner(SOURCE)
    x = torch.tensor([[1.0, float("nan")]])
    kept = submission.keep(x)
    submission.flatten(kept)
    expect.unmodified(submission, kept, x)


def test_a_changed_input_is_told() -> None:
    submission = learner(SOURCE)
    kept = submission.keep(torch.ones(3))
    submission.double(kept)
    text = (
        "Your code changes its input images, which its caller may still need. Use operations that make new tensors "
        "(`x = x + 1`, not `x += 1`), or work on a copy."
    )
    assert failure(expect.unmodified, submission, kept, torch.ones(3), name="images") == (text, text)


def test_inputs_inside_lists_count_too() -> None:
    submission = learner(SOURCE)
    kept = submission.keep([torch.zeros(2), torch.zeros(2)])
    expect.unmodified(submission, kept, [torch.zeros(2), torch.zeros(2)])
    submission.fill_first(kept)
    failure(expect.unmodified, submission, kept, [torch.zeros(2), torch.zeros(2)])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.int64, torch.uint8, torch.bool])
@pytest.mark.parametrize("fill", [0, 1])
def test_shared_memory_is_shown_by_writing_for_every_dtype_and_content(dtype: torch.dtype, fill: int) -> None:
    submission = learner(SOURCE)
    x = submission.keep(torch.full((3, 2, 2), fill, dtype=dtype))
    expect.same_storage(submission, submission.call("flatten", x), x)
    expect.same_storage(submission, submission.call("last", x), x)
    expect.different_storage(submission, submission.call("flat_copy", x), x)


def test_tensors_that_require_a_gradient_can_be_checked() -> None:
    submission = learner(SOURCE)
    x = submission.keep(torch.ones(3, 2, 2, requires_grad=True))
    expect.same_storage(submission, submission.call("flatten", x), x)


def test_a_copy_where_a_view_is_asked_for_is_told() -> None:
    submission = learner(SOURCE)
    x = submission.keep(torch.ones(3, 2, 2))
    text = "should share its memory with the input, but writing to one does not change the other."
    assert failure(expect.same_storage, submission, submission.call("flat_copy", x), x) == (
        f"flat_copy(...) {text}",
        f"flat_copy(float32 (3, 2, 2)) {text}",
    )
    assert submission.last_call == "flat_copy(float32 (3, 2, 2))", (
        "messages of the grader name the learner's call"
    )


def test_a_view_where_a_copy_is_asked_for_is_told() -> None:
    submission = learner(SOURCE)
    x = submission.keep(torch.ones(3, 2, 2))
    text = "the result should be a copy, but it shares its memory with the input: writing to one changes the other."
    text = text[0].upper() + text[1:]
    out = submission.call("flatten", x)
    assert failure(expect.different_storage, submission, out, x, name="the result") == (text, text)


def test_values_by_value_share_nothing_and_are_the_authors_mistake() -> None:
    submission = learner(SOURCE)
    x = submission.keep(torch.ones(3, 2, 2))
    with pytest.raises(InternalError, match=r"submission\.keep and \.call give"):
        expect.same_storage(submission, submission.flatten(x), x)
