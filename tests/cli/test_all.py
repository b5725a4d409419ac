"""`grade all`: what reaches the batch, and what is printed of what it gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.plan import EVERYTHING, Choice
from autograder.batch.run import ClassOutcome
from autograder.cli import instructor
from autograder.course import Course
from autograder.errors import SandboxError
from tests.cli.conftest import Ended
from tests.render.samples import report, result, row, step

Grade = Callable[..., Ended]

REPORTS = (
    report(result("a", points=4.0), exercise="ex01", learner="alice"),
    report(result("a", "timeout", 4.0), exercise="ex01", learner="bob"),
)


class FakeClass:
    """Remembers how it was called, and has graded two submissions."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.error: Exception | None = None

    def run(self, course: Course, folder: Path, out: Path, *, progress: Any, **how: Any) -> ClassOutcome:
        self.calls.append((course.id, folder, out, how))
        if self.error:
            raise self.error
        for number, one in enumerate(REPORTS, 1):
            progress(step(one, number, len(REPORTS)))
        return ClassOutcome(
            rows=tuple(map(row, REPORTS)),
            out=out,
            csv=out / "grades.csv",
            gradebook="gradebook.db",
            notes=("One note.",),
        )


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch) -> FakeClass:
    fake = FakeClass()
    monkeypatch.setattr(instructor, "run_class", fake.run)
    return fake


def test_progress_goes_to_the_standard_error_and_the_table_to_the_output(
    course: Path, batch: FakeClass, grade: Grade
) -> None:
    """Nobody has full marks everywhere, and still the exit code says that all were graded."""
    assert grade("all") == Ended(
        0,
        """\
learner   ex01  total
alice       4✓     4
bob         0T     0

✓ full marks   T took too long
One note.
results:   results
scores:    results/grades.csv
gradebook: gradebook.db
""",
        "1/2 alice ex01 4/4 passed\n2/2 bob ex01 0/4 timeout\n",
    )


def test_folders_are_the_courses_unless_named(
    course: Path, batch: FakeClass, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course / "exercises")
    grade("all")
    grade("all", "in", "--out", "out", "--jobs", "3", "--sandbox", "none", "--full", "--fresh")
    assert batch.calls == [
        (
            "tiny",
            course / "submissions",
            course / "results",
            {
                "jobs": None,
                "sandbox": "auto",
                "device": "simulated",
                "full": False,
                "fresh": False,
                "choice": EVERYTHING,
                "place": None,
            },
        ),
        (
            "tiny",
            Path("in"),
            Path("out"),
            {
                "jobs": 3,
                "sandbox": "none",
                "device": "simulated",
                "full": True,
                "fresh": True,
                "choice": EVERYTHING,
                "place": None,
            },
        ),
    ]


def test_some_of_the_class_is_chosen(course: Path, batch: FakeClass, grade: Grade) -> None:
    grade("all", "--only", "1", "--learner", "ada", "--learner", "bob", "--since", "2026-11-01")
    wanted = Choice(exercises=("ex01",), learners=("ada", "bob"), since=datetime(2026, 11, 1))
    assert [how["choice"] for *_, how in batch.calls] == [wanted]
    ended = grade("all", "--only", "ex77")
    assert (ended.code, len(batch.calls)) == (2, 1) and "ex77" in ended.err


def test_a_dry_run_says_what_would_be_graded(course: Path, batch: FakeClass, grade: Grade) -> None:
    for learner in ("ada", "bob"):
        (course / "submissions" / learner).mkdir(parents=True)
        (course / "submissions" / learner / "ex01_double.py").write_text("# the same\n")
    (course / "submissions" / "cleo").mkdir()
    assert grade("all", "--dry-run") == Ended(
        0,
        """\
ex01: 2 to grade (ada, cleo)
1 of 3: identical to another learner's file, and given the same report.
""",
        "",
    )
    assert json.loads(grade("all", "--dry-run", "--json", "--learner", "cleo").out) == {
        "to_grade": [{"learner": "cleo", "exercise": "ex01"}],
        "notes": [],
    }
    assert not (course / "results").exists() and batch.calls == []


@pytest.mark.parametrize("other", ["--from-nbgrader", "--dry-run", "--fresh", "--json", "--ray=auto"])
def test_watching_goes_with_no_option_that_ends(
    course: Path, batch: FakeClass, grade: Grade, other: str
) -> None:
    ended = grade("all", "--watch", other)
    assert ended == Ended(
        2, "", f"grade: --watch does not go with {other.removesuffix('=auto')}: leave one of them out.\n"
    )
    assert batch.calls == []


@pytest.mark.parametrize("more", [[], ["--ray", "auto", "--sandbox", "none"], ["--watch"]])
def test_gpus_are_those_of_a_cluster(course: Path, batch: FakeClass, grade: Grade, more: list[str]) -> None:
    ended = grade("all", "--device", "cuda", *more)
    assert ended.code == 2 and "`grade all` uses GPUs on a Ray cluster alone" in ended.err
    assert batch.calls == []


def test_json_is_one_object(course: Path, batch: FakeClass, grade: Grade) -> None:
    ended = grade("all", "--json")
    assert ended.code == 0
    assert json.loads(ended.out) == {
        "reports": [
            {
                "learner": "alice",
                "exercise": "ex01",
                "score": 4,
                "max_score": 4,
                "status": "passed",
                "tampering": {},
            },
            {
                "learner": "bob",
                "exercise": "ex01",
                "score": 0,
                "max_score": 4,
                "status": "timeout",
                "tampering": {},
            },
        ],
        "out": str(course / "results"),
        "csv": str(course / "results/grades.csv"),
        "gradebook": "gradebook.db",
        "notes": ["One note."],
        "failures": [],
    }


def test_a_machine_that_cannot_confine_strangers_is_refused(
    course: Path, batch: FakeClass, grade: Grade
) -> None:
    batch.error = SandboxError("This machine cannot confine strangers' code. Say --sandbox none.")
    assert grade("all") == Ended(
        3, "", "grade: This machine cannot confine strangers' code. Say --sandbox none.\n"
    )


def test_no_jobs_are_wrong_usage(course: Path, batch: FakeClass, grade: Grade) -> None:
    assert grade("all", "--jobs", "0").code == 2
    assert batch.calls == []


def test_without_submissions_there_is_a_sentence(course: Path, grade: Grade) -> None:
    """No fake here: the batch says it before anything starts."""
    (course / "empty").mkdir()
    (course / "file").touch()
    said = {
        "nowhere": "nowhere does not exist. Name the folder that holds the submissions.",
        "file": "file is not a folder. Name the folder that holds the submissions.",
        "empty": "empty holds no submissions. They are expected as <learner>/<exercise>.py, "
        "such as learner-01/ex01_double.py.",
    }
    for name, text in said.items():
        assert grade("all", name) == Ended(2, "", f"grade: {text}\n")


def test_an_output_folder_that_cannot_be_written_is_told_before_grading(course: Path, grade: Grade) -> None:
    (course / "submissions/alice").mkdir(parents=True)
    (course / "submissions/alice/ex01_double.py").touch()
    (course / "file").touch()
    ended = grade("all", "--out", "file/results")
    assert (ended.code, ended.out) == (3, "")
    assert (
        ended.err
        == "grade: file/results cannot be written (Not a directory). Name another folder with --out.\n"
    )
