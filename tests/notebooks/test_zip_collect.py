"""Notebooks from a learning platform: one archive, unpacked by `nbgrader zip_collect`, graded by `grade all`."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

from autograder.notebooks import documents
from autograder.notebooks.release import release
from autograder.notebooks.settings import ensure_config
from tests.notebooks.conftest import run
from tests.notebooks.figures import make_course, written

SETTINGS = r"""
c.Exchange.root = ""
c.FileNameCollectorPlugin.named_regexp = (
    r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
)
"""


def test_an_archive_of_a_learning_platform_is_collected_and_graded(tmp_path: Path, home: Path) -> None:
    course = make_course(tmp_path / "course")
    ensure_config(course)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + SETTINGS)
    release(course, course.exercises)
    notebook = course.root / "release/ex01/ex01.ipynb"
    archive = course.root / "downloaded/ex01/archive/notebooks.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as file:
        for learner, names in (("ada", ("double", "Scaler")), ("ben", ("double",)), ("cleo", ())):
            content = documents.read(notebook)
            if names:
                written(content, *names)
            file.writestr(f"ex01_{learner}_attempt_2020-01-09-10-30-00_ex01.ipynb", json.dumps(content))

    run("nbgrader", "zip_collect", "ex01", cwd=course.root, home=home)
    collected = run("grade", "collect", "ex01", cwd=course.root, home=home).stdout
    assert "3 submitted (ada, ben, cleo)" in " ".join(collected.split())
    run("grade", "all", "--from-nbgrader", "ex01", cwd=course.root, home=home)

    run("nbgrader", "export", "--to=grades.csv", cwd=course.root, home=home)
    with (course.root / "grades.csv").open(newline="") as table:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    assert scores == {"ada": 6.0, "ben": 5.0, "cleo": 0.0}
