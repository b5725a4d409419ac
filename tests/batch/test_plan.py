"""Submissions are found in both layouts; what cannot be graded has a reason."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from autograder.batch.plan import Choice, Job, plan
from autograder.course import Course
from autograder.errors import UsageError
from tests.tiny import make_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submissions"
    path.mkdir()
    return path


def put(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def found(course: Course, folder: Path) -> dict[str, str | None]:
    return {job.learner: job.path and str(job.path.relative_to(folder)) for job in plan(course, folder).jobs}


def test_a_name_that_the_results_need_is_no_learners(course: Course, folder: Path) -> None:
    for name in ("grades.csv", "Gradebook.db", "ada"):
        put(folder, f"{name}/ex01_double.py")
    planned = plan(course, folder, ("grades.csv", "gradebook.db"))
    assert [job.learner for job in planned.jobs] == ["ada"]
    assert [note.partition(":")[0] for note in planned.notes] == ["Gradebook.db", "grades.csv"]


@pytest.mark.parametrize(
    "name",
    [
        "ex01_double.py",
        "ex01_mine.py",
        "ex01.py",
        "EX01_double.py",
        "ex01/ex01_double.py",
        "homework/ex01_double.py",
    ],
)
def test_a_file_is_found_in_a_learners_folder_or_one_below(course: Course, folder: Path, name: str) -> None:
    put(folder, f"ada/{name}")
    assert found(course, folder) == {"ada": f"ada/{name}"}


def test_the_exact_name_wins_over_a_similar_one(course: Course, folder: Path) -> None:
    put(folder, "ada/ex01_double.py")
    put(folder, "ada/ex01_old.py")
    assert found(course, folder) == {"ada": "ada/ex01_double.py"}


def test_several_candidates_are_a_trouble_not_a_guess(course: Course, folder: Path) -> None:
    put(folder, "ada/ex01_new.py")
    put(folder, "ada/ex01_old.py")
    (job,) = plan(course, folder).jobs
    assert job.path is None
    assert job.trouble == (
        "There are several files for ex01 (ex01_new.py and ex01_old.py). Hand in one, as ex01_double.py."
    )


def test_learners_without_a_file_are_listed_too(course: Course, folder: Path) -> None:
    put(folder, "ada/ex01_double.py")
    put(folder, "bob/notes.txt")
    assert found(course, folder) == {"ada": "ada/ex01_double.py", "bob": None}


def test_links_hidden_folders_and_loose_files_are_passed_over(
    course: Course, folder: Path, tmp_path: Path
) -> None:
    put(folder, "ada/ex01_double.py")
    put(folder, ".git/ex01_double.py")
    put(folder, "ex01_double.py")
    put(tmp_path / "elsewhere", "ex01_double.py")
    (folder / "eve").symlink_to(tmp_path / "elsewhere")
    (folder / "ada" / "deeper").symlink_to(tmp_path / "elsewhere")
    result = plan(course, folder)
    assert [job.learner for job in result.jobs] == ["ada"]
    assert result.notes == ("eve is a symbolic link and was passed over.",)


def test_names_that_no_terminal_should_see_are_escaped(course: Course, folder: Path) -> None:
    put(folder, "ad\x1b[31ma/ex01_double.py")
    assert plan(course, folder).jobs[0].learner == "ad\\x1b[31ma"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "does not exist"),
        ("file.txt", "is not a folder"),
        ("empty", "holds no submissions"),
        ("strange", "holds no submissions"),
    ],
)
def test_a_folder_with_nothing_to_grade_says_so(
    course: Course, tmp_path: Path, name: str, message: str
) -> None:
    put(tmp_path, "file.txt")
    (tmp_path / "empty").mkdir()
    put(tmp_path, "strange/ada/ex77_other.py")
    with pytest.raises(UsageError, match=message):
        plan(course, tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_costs_its_learner_alone(course: Course, folder: Path) -> None:
    put(folder, "ada/ex01_double.py")
    put(folder, "bob/ex01_double.py").parent.chmod(0)
    assert found(course, folder) == {"ada": "ada/ex01_double.py", "bob": None}


def test_a_choice_divides_a_class(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    exercise = course.exercises[0]
    paths = {name: tmp_path / f"{name}.py" for name in ("ada", "bob")}
    for number, path in enumerate(paths.values()):
        path.touch()
        os.utime(path, (1000.0 * number, 1000.0 * number))
    jobs = [Job(learner=name, exercise=exercise, path=path) for name, path in paths.items()]
    missing = Job(learner="cleo", exercise=exercise, path=None)
    for choice, taken in (
        (Choice(), ["ada", "bob", "cleo"]),
        (Choice(learners=("cleo", "ada")), ["ada", "cleo"]),
        (Choice(exercises=("ex01",), learners=("bob",)), ["bob"]),
        (Choice(since=datetime.fromtimestamp(500)), ["bob"]),
    ):
        chosen, others = choice.divide([*jobs, missing])
        assert [job.learner for job in chosen] == taken and len(chosen) + len(others) == 3


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(learners=("dan",)), "There is no learner dan here. There are: ada, bob."),
        (Choice(exercises=("ex02", "ex03")), "--only: nobody has handed in ex02 or ex03."),
        (Choice(exercises=("ex02",), learners=("ada",)), "--only: nobody has handed in ex02."),
        (
            Choice(exercises=("ex01",), since=datetime(2026, 11, 2)),
            "--since: no file that is to be graded has changed since then (the last change was 2026-11-01 12:30).",
        ),
        (
            Choice(learners=("bob",), since=datetime(2026, 11, 1)),
            "--since: no file that is to be graded has changed since then.",
        ),
    ],
)
def test_a_choice_of_nothing_is_a_mistake(tmp_path: Path, choice: Choice, said: str) -> None:
    exercise, path = make_course(tmp_path / "course").exercises[0], tmp_path / "ada.py"
    path.touch()
    os.utime(path, (datetime(2026, 11, 1, 12, 30).timestamp(),) * 2)
    jobs = [
        Job(learner="ada", exercise=exercise, path=path),
        Job(learner="bob", exercise=exercise, path=None),
    ]
    with pytest.raises(UsageError) as told:
        choice.divide(jobs)
    assert str(told.value) == said
