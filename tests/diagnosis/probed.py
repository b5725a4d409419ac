"""The tiny course with probes: code may answer as it likes, and is asked for the sign and the kind."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from tests.diagnosis.conftest import SOLUTION, write_misconceptions
from tests.tiny import SUITE, make_course

PROBES = """
from autograder.testing import probe

@probe("test_number", "test_large")
def probe_sign(submission):
    return {"sign": "minus" if submission.double(5) < 0 else "plus"}

@probe("test_large")
def probe_kind(submission):
    return {"kind": type(submission.double(5)).__name__}
"""
MISCONCEPTIONS = {
    "negates": ("test_number, test_large", "-x"),
    "adds_a_half": ("test_large", "x + 0.5"),
    "squares": ("test_number, test_tensor", "x * x"),  # of which no probe knows
}
ALTERNATIVE = '"""A sum."""\n\n\ndef double(x):\n    return {answer}\n'


def make_probed(root: Path) -> Course:
    """Write the course into a folder and load it."""
    course = make_course(root)
    exercise = course.exercises[0]
    exercise.suite.write_text(SUITE + PROBES)
    exercise.solution.write_text(SOLUTION)
    write_misconceptions(course, MISCONCEPTIONS)
    exercise.alternatives.mkdir(parents=True)
    Path(exercise.alternatives, "plus.py").write_text(ALTERNATIVE.format(answer="x + x"))
    return course
