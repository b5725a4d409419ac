"""What the course in this repository promises beyond what `grade author verify` looks at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.authoring.overlay import public_names
from autograder.course import load
from autograder.worker.submission import Submission


def test_no_learners_function_is_hidden_by_a_name_of_the_proxy(repository: Path) -> None:
    """`submission.<name>` must reach the learner's function, whatever it is called."""
    taken = {name for name in dir(Submission) if not name.startswith("_")} | {"last_call"}
    for exercise in load(repository / "course.toml").exercises:
        assert not taken & set(public_names(exercise.solution.read_text()))


def test_the_sample_class_is_what_the_course_makes_it(repository: Path) -> None:
    command = [sys.executable, str(repository / "examples" / "make_class.py"), "--check"]
    assert subprocess.run(command, capture_output=True, text=True).stdout == ""
