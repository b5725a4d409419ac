"""Jobs that cross to graders which were there before them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.batch.graders import decoded, encoded
from autograder.batch.plan import Job
from tests.tiny import make_course


@pytest.mark.parametrize(
    ("learner", "path", "trouble"),
    [
        ("ada", Path("/srv/class/ada/ex01_double.py"), ""),
        ("Zoë", Path(os.fsdecode(b"/srv/Zo\xeb/ex01.py")), ""),  # a name that is no UTF-8
        ("bob", None, ""),
        ("bob", None, "There are several files for ex01 (a.py and b.py)."),
    ],
)
def test_a_job_arrives_as_it_was(tmp_path: Path, learner: str, path: Path | None, trouble: str) -> None:
    course = make_course(tmp_path)
    job = Job(learner=learner, exercise=course.exercises[0], path=path, trouble=trouble)
    assert decoded(encoded(job), course) == job
