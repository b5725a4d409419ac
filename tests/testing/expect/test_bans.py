"""Checks of what was called, and of what the source names."""

from __future__ import annotations

import torch

from autograder.testing import expect
from tests.testing.fakes import failure, learner

SOURCE = """import torch as t
from scipy.spatial import distance

def distances(a, b):
    # torch.cdist would do
    return t.cdist(a, b) + t.relu(a @ b.T) * 0

def near(a, b):
    return t.cdist(a, b) < 1, t.cdist(b, a), t.cdist(a, a), getattr(
        t, "cdist"), t.cdist
x = t.cdist
"""


def test_called_functions() -> None:
    submission = learner(SOURCE.replace("from scipy.spatial import distance", ""))
    with submission.watch() as calls:
        submission.distances(torch.ones(2, 3), torch.ones(2, 3))
    expect.called(calls, "cdist")
    expect.called(calls, "sigmoid", "relu")
    expect.not_called(calls, "one_hot", "Tensor.backward")
    assert failure(expect.called, calls, "one_hot", "scatter_") == (
        "one_hot or scatter_ should be called, and is not.",
        "one_hot or scatter_ should be called, and is not.",
    )
    text = "cdist and relu are called, which this exercise does not allow. Why: they are what you build here."
    assert failure(
        expect.not_called, calls, "cdist", "topk", "relu", because="they are what you build here."
    ) == (
        text,
        text,
    )
    assert failure(expect.not_called, calls, "cdist")[0] == (
        "cdist is called, which this exercise does not allow."
    )


def test_names_in_the_source() -> None:
    submission = learner(SOURCE)
    expect.not_used(submission, "torch.nn.functional.*", "sklearn")
    assert failure(expect.not_used, submission, "scipy", because="torch has all that it takes") == (
        "Your file uses scipy.spatial.distance in line 2, which this exercise does not allow. "
        "Why: torch has all that it takes.",
        "Your file uses scipy.spatial.distance in line 2, which this exercise does not allow. "
        "Why: torch has all that it takes.\n"
        "     2 | from scipy.spatial import distance",
    )
    assert failure(expect.not_used, submission, "torch.cdist", "scipy") == (
        "Your file uses scipy.spatial.distance, torch.cdist in lines 2, 6, 9 and more, "
        "in distances and near, which this exercise does not allow.",
        "Your file uses scipy.spatial.distance, torch.cdist in lines 2, 6, 9 and more, "
        "in distances and near, which this exercise does not allow.\n"
        "     2 | from scipy.spatial import distance\n"
        "     6 | return t.cdist(a, b) + t.relu(a @ b.T) * 0\n"
        "     9 | return t.cdist(a, b) < 1, t.cdist(b, a), t.cdist(a, a), getattr(",
    )


def test_a_source_that_cannot_be_searched_fails() -> None:
    """Whoever hides a name from the search must not pass."""
    text = (
        "Your file cannot be searched for names that are not allowed: its expressions are nested too deeply."
    )
    assert failure(expect.not_used, learner("x" + ".a" * 50_000), "scipy") == (text, text)


def test_quoted_lines_are_bounded_and_escaped() -> None:
    source = "import torch\ntorch.cdist(1, '\u202e" + "a" * 10_000 + "')"
    _, detail = failure(expect.not_used, learner(source), "torch.cdist")
    assert "     2 | torch.cdist(1, '\\u202eaaa" in detail
    assert len(detail) < 300
