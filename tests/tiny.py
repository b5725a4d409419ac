"""A tiny course: double(x), two public tests and a hidden one, with limits that are soon reached."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, load

COURSE = """
[course]
id = "tiny"
title = "Tiny"

[limits]
seconds = 6
submission_seconds = 30
memory_mb = 512
output_kb = 100
processes = 20
file_mb = 4
scratch_mb = 8

[[exercises]]
id = "ex01"
title = "Doubling"
module = "ex01_double"
points = 4
"""

SOLUTION = """
import torch

def double(x):
    return 2 * x
"""

SUITE = """
import torch
from autograder.testing import expect, points

@points(1, "doubles a number", public=True)
def test_number(submission):
    expect.equal(submission.double(3), 6)

@points(1, "doubles a tensor", public=True)
def test_tensor(submission, rng, reference):
    x = rng.normal(2, 3)
    expect.close(submission.double(x), reference.double(x))

@points(2, "doubles a large tensor")
def test_large(submission, rng):
    x = rng.normal(100, 30)
    expect.close(submission.double(x), x + x)
"""

STUB = "def double(x):\n    raise NotImplementedError('double is not written yet')\n"


def make_course(root: Path) -> Course:
    """Write the course into a folder and load it."""
    for name, text in {
        "course.toml": COURSE,
        "exercises/ex01_double.py": STUB,
        "exercises/hints/ex01.md": "# ex01\n",
        "solutions/ex01_double.py": SOLUTION,
        "grader_tests/test_ex01_double.py": SUITE,
        # The same drawn inputs in every run: about one secret in a hundred draws a number so close to 0 that
        # three times it is as good as twice.
        ".torchgrade/secret": "a secret for tests that is as long as others",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load(root / "course.toml")
