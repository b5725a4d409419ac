"""A disk that fills, a locked gradebook, Ctrl-C, a kill: what is graded is kept, and the next run goes on."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import report as reports
from autograder.batch import graders
from autograder.batch.fingerprint import fingerprints
from autograder.batch.forecast import forecast
from autograder.batch.plan import Choice
from autograder.batch.run import ClassOutcome, Failure, grade_class
from autograder.batch.tally import Step
from autograder.course import Course
from autograder.errors import HostError
from autograder.gradebook import database, open_gradebook
from autograder.worker.client import Worker
from tests.batch.crashes import Scene
from tests.tiny import SOLUTION, make_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course, and a class of three beside it."""
    made = make_course(tmp_path / "course")
    for learner in ("ada", "bob", "cleo"):
        (tmp_path / "class" / learner).mkdir(parents=True)
        (tmp_path / "class" / learner / "ex01_double.py").write_text(f"{SOLUTION}# {learner}\n")
    return made


def grade(course: Course, out: Path, **how: object) -> ClassOutcome:
    return grade_class(course, course.root.parent / "class", out, jobs=1, **how)  # type: ignore[arg-type]


def scores(course: Course) -> dict[str, float]:
    with open_gradebook(course) as gradebook:
        return {score.learner: score.score for score in gradebook.scores()}


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "t", folder]).returncode:
        pytest.skip("mounting a small disk takes root")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_loses_nothing_that_was_graded(course: Course, tmp_path: Path) -> None:
    """The first report still fits. Afterwards there is no half of anything, and grading goes on from there."""
    out = tmp_path / "out"
    with small_disk(out, "32k"):
        filler = out / "filler"

        def fill(step: Step) -> None:
            if step.finished is None:
                return
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass

        with pytest.raises(HostError) as told:
            grade(course, out, progress=fill)
        assert str(told.value) == (
            f"{out}/bob/ex01.json cannot be written (No space left on device). Free some space. "
            f"1 of 3 are graded and kept in {out}: run the same command again to go on."
        )
        files = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
        assert files - {"filler", ".graded"} == {"ada/ex01.json"}
        assert scores(course) == {"ada": 4}, "its own disk has room"
        filler.unlink()
        outcome = grade(course, out)
        assert outcome.notes == ("1 of 3: already graded, and unchanged since.",)
        assert scores(course) == {"ada": 4, "bob": 4, "cleo": 4}
        assert {path.name for path in out.iterdir()} == {"ada", "bob", "cleo", "grades.csv", ".graded"}


def test_a_read_only_folder_is_told_before_grading(course: Course, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with small_disk(out, "64k"):
        subprocess.run(["mount", "-o", "remount,ro", out], check=True)
        with pytest.raises(HostError, match=r"\(Read-only file system\)\. Name another folder with --out\."):
            grade(course, out)


def test_a_gradebook_that_stays_locked_costs_no_grade(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is locked by another program when everything is graded; the second run only has to record."""
    monkeypatch.setattr(database, "WAIT", 0.3)
    grade(course, tmp_path / "other")  # makes the gradebook
    file = course.gradebook_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("UPDATE grade SET auto_score = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HostError) as told:
            grade(course, tmp_path / "out")
    assert "another program is writing to it" in str(told.value)
    assert str(told.value).endswith("run the same command again to go on.")
    assert set(scores(course).values()) == {0}
    outcome = grade(course, tmp_path / "out")
    assert scores(course) == {"ada": 4, "bob": 4, "cleo": 4}
    assert [row.learner for row in outcome.rows] == ["ada", "bob", "cleo"]


def test_ctrl_c_keeps_what_was_finished(course: Course, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, tmp_path / "out", progress=stop)
    assert scores(course) == {"ada": 4, "bob": 4}
    first = (tmp_path / "out/ada/ex01.json").read_bytes()
    outcome = grade(course, tmp_path / "out")
    assert outcome.notes == ("2 of 3: already graded, and unchanged since.",)
    assert (tmp_path / "out/ada/ex01.json").read_bytes() == first
    assert reports.decode(first) == next(outcome.reports())


def test_what_has_not_changed_is_graded_again_only_when_asked(course: Course, tmp_path: Path) -> None:
    out, path = tmp_path / "out", tmp_path / "out/ada/ex01.json"
    first, before = tuple(grade(course, out).reports()), path.stat().st_mtime_ns
    (tmp_path / "class/bob/ex01_double.py").write_text("def double(x):\n    return 3 * x\n")
    again = grade(course, out)
    assert again.notes == ("2 of 3: already graded, and unchanged since.",)
    assert [row.score for row in again.rows] == [4, 0, 4]
    assert next(again.reports()) == first[0] and path.stat().st_mtime_ns == before
    assert scores(course) == {"ada": 4, "bob": 0, "cleo": 4}
    assert grade(course, out, fresh=True).notes == ()
    assert path.stat().st_mtime_ns > before


def test_only_what_is_chosen_is_graded_and_the_rest_stays(course: Course, tmp_path: Path) -> None:
    out = tmp_path / "out"
    grade(course, out)
    for learner in ("ada", "bob"):
        (tmp_path / f"class/{learner}/ex01_double.py").write_text("def double(x):\n    return 3 * x\n")
    chosen = grade(course, out, choice=Choice(learners=("bob",)))
    assert [(row.learner, row.score) for row in chosen.rows] == [("bob", 0)]
    assert scores(course) == {"ada": 4, "bob": 0, "cleo": 4}
    assert [line.split(",")[0] for line in (out / "grades.csv").read_text().splitlines()[1:]] == [
        *("ada", "bob", "cleo")
    ]
    assert [row.score for row in grade(course, out).rows] == [0, 0, 4]


def test_to_grade_one_learner_anew_leaves_the_others_finished(course: Course, tmp_path: Path) -> None:
    out = tmp_path / "out"
    grade(course, out)
    before = (out / "bob/ex01.json").stat().st_mtime_ns
    assert grade(course, out, fresh=True, choice=Choice(learners=("bob",))).notes == ()
    assert (out / "bob/ex01.json").stat().st_mtime_ns > before
    assert grade(course, out).notes == ("3 of 3: already graded, and unchanged since.",)


def test_to_grade_a_copy_anew_is_not_to_copy_a_report(course: Course, tmp_path: Path) -> None:
    """An equal file's report counts as little as an own one, here and in the dry run."""
    folder, out = tmp_path / "class", tmp_path / "out"
    shutil.copy(folder / "ada/ex01_double.py", folder / "bob")
    grade(course, out)
    how = {"fresh": True, "choice": Choice(learners=("bob",))}
    found = forecast(course, folder, out, sandbox="auto", full=False, **how)  # type: ignore[arg-type]
    assert ([job.learner for job in found.to_grade], found.notes) == (["bob"], ())
    assert grade(course, out, **how).notes == ()
    ada, bob = (reports.decode((out / name / "ex01.json").read_bytes()) for name in ("ada", "bob"))
    assert ada.tests != bob.tests, "the durations are measurements of their own"


def test_a_dry_run_grades_nothing_and_writes_nothing(course: Course, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    how = {"sandbox": "auto", "full": False, "fresh": False, "choice": Choice()}
    found = forecast(course, folder, out, **how)
    assert [job.learner for job in found.to_grade] == ["ada", "bob", "cleo"] and not out.exists()
    grade(course, out, choice=Choice(learners=("ada",)))
    (folder / "dan").mkdir()
    shutil.copy(folder / "ada/ex01_double.py", folder / "dan")
    before = (out / ".graded").read_bytes()
    found = forecast(course, folder, out, **how)
    assert [job.learner for job in found.to_grade] == ["bob", "cleo"]
    assert found.notes == ("2 of 4: already graded, and unchanged since.",)
    assert (out / ".graded").read_bytes() == before and not (out / "dan").exists()
    assert len(forecast(course, folder, out, **how | {"fresh": True}).to_grade) == 3


def test_a_changed_suite_has_everything_graded_again(course: Course, tmp_path: Path) -> None:
    grade(course, tmp_path / "out")
    with course.exercises[0].suite.open("a") as suite:
        suite.write("\n# stricter\n")
    assert grade(course, tmp_path / "out").notes == ()


def test_what_counts_as_finished_are_the_layers_in_force_and_not_those_expected(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The probe expects others than workers have: what was graded with the latter is taken over, and only that."""
    out, other = tmp_path / "out", ("fences",)
    grade(course, out)
    (tmp_path / "class/cleo/ex01_double.py").write_text("def double(x):\n    return 3 * x\n")
    monkeypatch.setattr(graders, "layers_here", lambda sandbox: other)
    found = grade(course, out)
    assert found.notes == ("2 of 3: already graded, and unchanged since.",)
    assert [row.score for row in found.rows] == [4, 4, 0]
    expected = fingerprints(course, course.exercises, other, full=False)["ex01"]
    index = out / ".graded"
    entries = [json.loads(line) | {"graded_with": expected} for line in index.read_text().splitlines()]
    index.write_text("".join(json.dumps(entry) + "\n" for entry in entries[:2]))
    assert grade(course, out).notes == ()
    assert grade(course, out).notes == ("3 of 3: already graded, and unchanged since.",)


def test_a_submission_that_changed_meanwhile_is_graded_again(course: Course, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.finished:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, tmp_path / "out", progress=stop)
    (tmp_path / "class/ada/ex01_double.py").write_text("def double(x):\n    return 3 * x\n")
    assert [row.score for row in grade(course, tmp_path / "out").rows] == [0, 4, 4]


def test_a_grader_that_dies_twice_is_an_error_of_ours_and_the_others_go_on(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    grade(course, out)
    load = Worker.request
    (tmp_path / "class/dan").mkdir()
    shutil.copy(tmp_path / "class/bob/ex01_double.py", tmp_path / "class/dan")

    def dying(worker: Worker, *arguments: object, **keywords: object) -> object:
        if any(b"# bob" in text for files in arguments if isinstance(files, dict) for text in files.values()):
            os._exit(9)
        return load(worker, *arguments, **keywords)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "request", dying)
        outcome = grade(course, out, fresh=True)
    reason = "2 grader processes in turn ended while they worked on it (the last one with exit code 9)"
    of_a_copy = "the identical file of another learner could not be graded"
    assert outcome.failures == (
        Failure(learner="bob", exercise="ex01", reason=reason),
        Failure(learner="dan", exercise="ex01", reason=of_a_copy),
    )
    assert [row.learner for row in outcome.rows] == ["ada", "cleo"]
    assert not (out / "bob/ex01.json").exists(), "what an earlier run said of it is not of this run"
    again = grade(course, out)
    assert again.notes == (
        "2 of 4: already graded, and unchanged since.",
        "1 of 4: identical to another learner's file, and given the same report.",
    )
    assert (len(again.rows), again.failures) == (4, ())


def test_a_killed_run_is_completed_by_the_next_one(tmp_path: Path) -> None:
    """A sample of what tests/batch/crashes.py does by hand: `python -m tests.batch.crashes --rounds 20`."""
    scene = Scene(tmp_path)
    for number in range(3):
        scene.disturb(f"round-{number}", random.Random(number))
    _two_at_a_time(scene)


def _two_at_a_time(scene: Scene) -> None:
    """Two runs of the class record in one gradebook at once: both succeed, and nothing is there twice."""
    runs = [scene.start(name, gradebook="shared") for name in ("one", "two")]
    assert [run.wait(300) for run in runs] == [0, 0]
    for name in ("one", "two"):
        assert scene.snapshot(name, gradebook="shared") == scene.expected
