"""A small course for notebooks: a function with a private helper, a class, a constant, and tests of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.authoring.stubs import build
from autograder.course import Course, load
from autograder.notebooks.assignment import take_apart

COURSE = """
[course]
id = "figures"
title = "Figures"

[limits]
seconds = 5
submission_seconds = 30

[late]
percent_a_day = 10
most_percent = 50
grace_minutes = 15
free_days = 1

[[exercises]]
id = "ex01"
title = "Small figures"
module = "ex01_figures"
points = 6
due = 2020-01-10T12:00:00Z
"""

SOLUTION = '''"""Exercise 1: small figures.

A function and a class that multiply.
"""

import torch
from torch import Tensor

SCALE = 3


def double(x: Tensor) -> Tensor:
    """Return twice `x`, in a new tensor.

    Args:
        x: any tensor.

    Example:
        >>> double(torch.tensor([1.0]))
        tensor([2.])
    """
    ### BEGIN SOLUTION
    return _added_to_itself(x)
    ### END SOLUTION


class Scaler:
    """Multiplies by a factor."""

    def __init__(self, factor: float) -> None:
        ### BEGIN SOLUTION
        self.remembered_factor = factor
        ### END SOLUTION

    def __call__(self, x: Tensor) -> Tensor:
        """Return the factor times `x`."""
        ### BEGIN SOLUTION
        return x * self.remembered_factor
        ### END SOLUTION


### BEGIN SOLUTION
def _added_to_itself(x: Tensor) -> Tensor:
    return torch.add(x, x)
### END SOLUTION
'''

SUITE = '''"""Suite of exercise 1."""

import torch

from autograder.testing import expect, oracle, points


@oracle
def twice_by_a_formula(reference, number):
    return reference.double(torch.tensor([number]))


def check_each(submission, reference, numbers):
    for number in numbers:
        right = twice_by_a_formula(reference, number)
        expect.close(submission.double(torch.tensor([number])), right, name="double(x)")


def hidden_numbers(rng):
    return [float(number) for number in rng.normal(5)]


@points(1, "double doubles small numbers", public=True)
def test_double_by_hand(submission, reference, rng):
    check_each(submission, reference, [1.0, 2.0, rng.number(3, 4)])


@points(2, "double doubles any numbers")
def test_double_any(submission, reference, rng):
    secret_of_this_test = hidden_numbers(rng)
    check_each(submission, reference, secret_of_this_test)


@points(1, "double gives what the solution gives", public=True)
def test_double_as_solution(submission, reference, rng):
    x = rng.normal(2, 3)
    expect.close(submission.double(x), reference.double(x))


@points(1, "Scaler multiplies", public=True)
def test_scaler(submission):
    scaler = submission.Scaler(4.0)
    expect.close(submission.expression("lambda s, x: s(x)")(scaler, torch.ones(2)), torch.full((2,), 4.0))


@points(1, "all of it leaves its input alone")
def test_untouched(submission, rng):
    x = rng.normal(3)
    for out, (afterwards,) in submission.observe_each("double", [(x,)]):
        expect.tensor(out, name="double(x)")
        expect.unmodified(submission, afterwards, x)
'''

HINTS = """# ex01 Small figures

## double

### Hint 1

What is `x` plus `x`?

### Hint 2

Use <plus>.

### Hint 3

`x + x`
"""


def make_course(root: Path) -> Course:
    """Write the course into a folder and load it."""
    for name, text in {
        "course.toml": COURSE,
        "exercises/hints/ex01.md": HINTS,
        "solutions/ex01_figures.py": SOLUTION,
        "grader_tests/test_ex01_figures.py": SUITE,
        ".torchgrade/secret": "a secret for tests that is as long as others",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    course = load(root / "course.toml", check_files=False)
    build(course)
    return load(root / "course.toml")


def written(notebook: dict[str, Any], *names: str) -> dict[str, Any]:
    """Write the solution into the cells of a released notebook: of all functions, or of these."""
    parts = {part.name: part.source for part in take_apart(SOLUTION, "solution").parts}
    for cell in notebook["cells"]:
        name = grade_id(cell)
        if name in parts and (not names or name in names):
            cell["source"] = parts[name]
    return notebook


def code(source: str, **metadata: Any) -> dict[str, Any]:
    """Return a code cell that a learner has added."""
    return {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
        "id": f"c{abs(hash(source)) % 10**8}",
    }


def grade_id(cell: dict[str, Any]) -> str:
    """Return what nbgrader calls a cell, or ""."""
    found: str = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    return found
