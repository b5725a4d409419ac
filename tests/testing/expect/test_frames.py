"""A failed check points at the line of the suite, and at none of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.testing import expect, gradients
from autograder.testing.failures import ExpectationFailed
from autograder.testing.rng import Rng
from tests.testing.fakes import learner

SOURCE = (
    "def keeps(x):\n    return x\ndef detached(x):\n    return x.detach()\ndef draw():\n    torch.rand(1)"
)


def unwatched(submission: Any) -> Any:
    with submission.watch() as calls:
        submission.keeps(1)
    return calls


def drawing(submission: Any) -> None:
    with expect.global_rng_unchanged(submission):
        submission.draw()


CHECKS: dict[str, Callable[[Any], object]] = {
    "tensor": lambda submission: expect.tensor(1),
    "shape": lambda submission: expect.shape(torch.ones(2), (3,)),
    "dtype": lambda submission: expect.dtype(torch.ones(2), torch.int64),
    "close": lambda submission: expect.close([{"a": torch.ones(2)}], [{"a": torch.zeros(2)}]),
    "close number": lambda submission: expect.close([1.0], [2.0]),
    "equal": lambda submission: expect.equal([{"a": 1}], [{"a": 2}]),
    "equal keys": lambda submission: expect.equal({"a": 1}, {"b": 2}),
    "equal tensors": lambda submission: expect.equal(torch.ones(2), torch.zeros(2)),
    "number": lambda submission: expect.number(1, high=0),
    "raises": lambda submission: expect.raises(ValueError, submission.keeps, 1),
    "that": lambda submission: expect.that(False, "wrong"),
    "instance": lambda submission: expect.instance(
        submission, submission.call("keeps", 1), "torch.nn.Module"
    ),
    "unmodified": lambda submission: expect.unmodified(submission, submission.keep(1), 2),
    "same_storage": lambda submission: expect.same_storage(
        submission, submission.keep(torch.ones(1)), submission.keep(torch.ones(1))
    ),
    "called": lambda submission: expect.called(unwatched(submission), "relu"),
    "not_used": lambda submission: expect.not_used(submission, "Tensor.detach"),
    "global_rng_unchanged": drawing,
    "gradients": lambda submission: gradients.check(
        submission, "detached", (torch.ones(2, dtype=torch.float64),), rng=Rng(1)
    ),
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_frames_of_ours_are_hidden(check: Callable[[Any], object]) -> None:
    submission = learner(SOURCE)
    with pytest.raises(ExpectationFailed) as caught:
        check(submission)
    shown = [entry for entry in caught.traceback if not entry.ishidden(caught)]
    ours = [str(entry.path) for entry in shown if "autograder" in entry.path.parts[-4:]]
    assert not ours
