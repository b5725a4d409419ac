"""`grade all`: everybody gets the grade that is due, whatever the neighbour does, and everything is written."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import msgspec
import pytest

from autograder import report as reports
from autograder.batch.graders import check_confinement, grade_many
from autograder.batch.run import grade_class, public_address
from autograder.batch.tally import Step
from autograder.course import Course
from autograder.errors import HostError, SandboxError
from autograder.gradebook import open_gradebook
from autograder.grading.files import SubmissionFiles
from autograder.report import Report
from autograder.report_row import Rows
from tests.tiny import SOLUTION, STUB, make_course

WRONG = "def double(x):\n    return x + x if isinstance(x, int) else 3 * x\n"
CLASS = {
    "ada": SOLUTION,
    "bob": WRONG,
    "cleo": STUB,
    "dan": "import os\nos._exit(0)\n",
    "eve": "while True: pass\n",
    "finn": "import os, signal\ndef double(x):\n    os.kill(os.getppid(), signal.SIGKILL)\n    return 2 * x\n",
    "gus": "def double(x)\n    return 2 * x\n",
    "hal": SOLUTION + "# the same again\n",
    "kim": WRONG,
}
SCORES = {
    "ada": 4,
    "bob": 1,
    "cleo": 0,
    "dan": 0,
    "eve": 0,
    "finn": 0,
    "gus": 0,
    "hal": 4,
    "ida": 0,
    "jon": 0,
    "kim": 1,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Path, tuple[Report, ...]]:
    """A class of eleven, graded: nine files, two of them equal, one missing, one symbolic link."""
    root = tmp_path_factory.mktemp("class")
    course = make_course(root / "course")
    folder = root / "submissions"
    for learner, source in CLASS.items():
        (folder / learner).mkdir(parents=True)
        (folder / learner / "ex01_double.py").write_text(source)
    (folder / "ida").mkdir()
    (folder / "jon").mkdir()
    (folder / "jon" / "ex01_double.py").symlink_to(course.exercises[0].solution)
    steps: list[Step] = []
    outcome = grade_class(course, folder, root / "out", jobs=2, progress=steps.append)
    finished = [step for step in steps if step.finished is not None]
    assert [(step.done, step.total) for step in finished] == [(number, 11) for number in range(1, 12)]
    assert {step.failed for step in steps} == {0} and finished[-1].running == 0
    assert outcome.notes == ("1 of 11: identical to another learner's file, and given the same report.",)
    found = tuple(outcome.reports())
    assert outcome.rows == tuple(map(Rows().of, found))
    return course, root / "out", found


def test_everybody_gets_what_is_due(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    assert {report.learner: report.score for report in graded[2]} == SCORES


def test_each_submission_has_a_report_file(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    _, out, found = graded
    for report in found:
        assert reports.decode((out / report.learner / "ex01.json").read_bytes()) == report
    assert {path.name for path in out.iterdir()} == {*SCORES, "grades.csv", ".graded"}


def test_copies_are_graded_once_and_alike(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    found = {report.learner: report for report in graded[2]}
    assert msgspec.structs.replace(found["bob"], learner="kim") == found["kim"], "durations and all"


def test_what_cannot_be_graded_says_why(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    messages = {report.learner: report.tests[0].message for report in graded[2]}
    assert messages["ida"] == "No file was handed in."
    assert messages["jon"].endswith("is a symbolic link. Hand in the file itself.")


def test_the_table_of_grades_has_a_row_for_each(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    with (graded[1] / "grades.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["learner"]: float(row["score"]) for row in rows} == SCORES


def test_the_gradebook_has_everybody_who_handed_in(graded: tuple[Course, Path, tuple[Report, ...]]) -> None:
    with open_gradebook(graded[0]) as gradebook:
        scores = {score.learner: score.score for score in gradebook.scores()}
    assert scores == {learner: score for learner, score in SCORES.items() if learner != "ida"}


def test_submissions_in_memory_come_back_in_their_order(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    sources = [SOLUTION, WRONG, STUB, SOLUTION + "#\n"]
    jobs = [(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", source)) for source in sources]
    assert [report.score for report in grade_many(course, jobs)] == [4, 1, 0, 4]


class Bare:
    """A backend on a machine that has nothing."""

    layers: tuple[str, ...] = ("limits", "seccomp")
    missing = {"root": "no user namespaces", "landlock": "old kernel"}  # noqa: RUF012


def test_strangers_code_is_refused_where_it_cannot_be_confined() -> None:
    with pytest.raises(SandboxError, match="landlock: old kernel; root: no user namespaces"):
        check_confinement(Bare(), "auto")  # type: ignore[arg-type]
    check_confinement(Bare(), "none")  # type: ignore[arg-type]


def test_results_that_cannot_be_written_are_noticed_before_grading(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "ex01_double.py").write_text(SOLUTION)
    (tmp_path / "out").write_text("a file in the way")
    with pytest.raises(HostError, match="cannot be written"):
        grade_class(course, tmp_path / "submissions", tmp_path / "out")


def test_a_corrupt_gradebook_is_noticed_before_grading(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "ex01_double.py").write_text(SOLUTION)
    (tmp_path / "course" / "gradebook.db").write_bytes(os.urandom(4096))
    with pytest.raises(HostError, match="gradebook"):
        grade_class(course, tmp_path / "submissions", tmp_path / "out")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/grades.db", "/srv/grades.db"),
        ("postgresql://ada:secret@host/grades", "postgresql://ada:***@host/grades"),
        ("postgresql://host/grades", "postgresql://host/grades"),
    ],
)
def test_a_gradebooks_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert public_address(url) == shown
