"""nbgrader's own readers understand what was recorded."""

import csv
import os
import subprocess
import sys

import pytest

from autograder.gradebook import Learner, open_gradebook


@pytest.fixture
def gradebook(course, report, nbgrader):
    """nbgrader's view of two learners in ex01, one of them in ex02 as well, and one who submitted nothing."""
    with open_gradebook(course) as book:
        book.prepare([Learner(id="absent", first_name="Ann", last_name="Absent")])
        book.record(
            [report("dana"), report("eli", test_a=0.0), report("dana", "ex02", points=(7.0,), test_a=0.0)]
        )
    return nbgrader()


def test_students_and_submissions(gradebook):
    assert {student.id: (student.score, student.max_score) for student in gradebook.students} == {
        "absent": (0.0, 12.0),
        "dana": (5.0, 12.0),
        "eli": (3.0, 12.0),
    }
    assert {s.student_id for s in gradebook.assignment_submissions("ex01")} == {"dana", "eli"}
    assert {s.student.id for s in gradebook.notebook_submissions("ex01", "ex01")} == {"dana", "eli"}
    assert [s.name for s in sorted(gradebook.student_submissions("dana"), key=lambda s: s.name)] == [
        "ex01",
        "ex02",
    ]


def test_averages(gradebook):
    assert gradebook.average_assignment_score("ex01") == 4.0
    assert gradebook.average_assignment_code_score("ex01") == 4.0
    assert gradebook.average_assignment_written_score("ex01") == 0.0
    assert gradebook.average_notebook_score("ex01", "ex01") == 4.0


def test_what_the_formgrader_lists(gradebook):
    """Nothing waits for a person; a test that lost points shows as failed."""
    (dana, eli) = sorted(gradebook.submission_dicts("ex01"), key=lambda row: row["student"])
    assert (dana["score"], dana["code_score"], dana["max_score"], dana["needs_manual_grade"]) == (
        5,
        5,
        5,
        False,
    )
    assert (eli["score"], eli["code_score"], eli["max_score"], eli["needs_manual_grade"]) == (3, 3, 5, False)
    notebooks = gradebook.notebook_submission_dicts("ex01", "ex01")
    assert {row["student"]: row["failed_tests"] for row in notebooks} == {"dana": False, "eli": True}
    assert {row["id"]: row["score"] for row in gradebook.student_dicts()} == {
        "absent": 0,
        "dana": 5,
        "eli": 3,
    }
    assert not any(assignment.notebooks[0].needs_manual_grade for assignment in gradebook.assignments)
    assert gradebook.find_assignment("ex01").to_dict()["num_submissions"] == 2


def test_single_grades(gradebook):
    grade = gradebook.find_grade("test_a", "ex01", "ex01", "eli")
    assert (grade.auto_score, grade.score, grade.max_score, grade.failed_tests) == (0.0, 0.0, 2.0, True)
    assert grade.to_dict()["needs_manual_grade"] is False
    assert gradebook.find_grade("test_b", "ex01", "ex01", "eli").failed_tests is False


def test_nbgrader_removes_what_was_recorded(gradebook, course):
    gradebook.remove_student("eli")
    gradebook.remove_assignment("ex02")
    with open_gradebook(course) as book:
        assert [(row.learner, row.exercise) for row in book.scores()] == [("dana", "ex01")]


def test_export_command(gradebook, course, tmp_path):
    """`nbgrader export` as people run it, without an activated environment."""
    target = tmp_path / "grades.csv"
    command = [sys.executable, "-m", "nbgrader", "export", f"--to={target}", f"--db={course.gradebook_url}"]
    environment = {"PATH": os.defpath, "HOME": str(tmp_path)}
    subprocess.run(command, check=True, cwd=tmp_path, env=environment, capture_output=True)
    with target.open(newline="") as file:
        rows = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    assert {key: (float(row["score"]), float(row["max_score"])) for key, row in rows.items()} == {
        ("absent", "ex01"): (0.0, 5.0),
        ("absent", "ex02"): (0.0, 7.0),
        ("dana", "ex01"): (5.0, 5.0),
        ("dana", "ex02"): (0.0, 7.0),
        ("eli", "ex01"): (3.0, 5.0),
        ("eli", "ex02"): (0.0, 7.0),
    }
    assert rows["absent", "ex01"]["last_name"] == "Absent"
