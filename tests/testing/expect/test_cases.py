"""Checks of a function on many cases."""

from __future__ import annotations

import pytest
import torch

from autograder.testing import expect
from tests.testing.fakes import failure, learner

ONES = torch.ones(2)
RIGHT = [((ONES,), 2 * ONES, "double(ones)"), ((3,), 6, "double(3)")]


def test_right_answers_pass() -> None:
    submission = learner("def double(x): return 2 * x")
    expect.answers(submission, "double", RIGHT)
    expect.answers(submission, "double", [])
    expect.answers(submission, "double", iter([((ONES,), 2 * ONES + 1e-4, "double(ones)")]), atol=1e-3)


def test_without_a_tolerance_answers_are_equal_to_the_last_digit() -> None:
    submission = learner("def double(x): return 2 * x")
    assert (
        "double(ones)"
        in failure(expect.answers, submission, "double", [((ONES,), 2 * ONES + 1e-6, "double(ones)")])[0]
    )


def test_the_first_wrong_case_is_told_by_its_name() -> None:
    submission = learner("def double(x): return 2 * x if isinstance(x, int) else x")
    assert failure(expect.answers, submission, "double", RIGHT[::-1])[0].startswith("double(ones)")


@pytest.mark.parametrize("tolerance", [{}, {"rtol": 0.1}])
def test_tensors_are_to_be_left_alone(tolerance: dict[str, float]) -> None:
    submission = learner("def double(x): return x.mul_(2)")
    text = failure(expect.answers, submission, "double", RIGHT[:1], **tolerance)[0]
    assert "changes its input tensor" in text


def test_all_cases_are_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = learner("def double(x): return 2 * x")
    asked = []
    ask = submission._ask
    monkeypatch.setattr(submission, "_ask", lambda *question: asked.append(question[0]) or ask(*question))
    expect.answers(submission, "double", RIGHT * 20)
    assert asked == ["observe_each"]
