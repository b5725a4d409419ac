"""A session of `grade watch`, event by event, with a runner and a screen that only take notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from autograder.course import Course, Exercise, load
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.report import Diagnosis, Report, Status
from autograder.watching.events import Event, Pressed, Saved
from autograder.watching.loop import Loop
from tests.cli.course_files import write_course
from tests.render.samples import report, result

STUB = "ex01_double.py"


class Notes:
    """Runner, screen and actions in one; what happens is noted, one line each."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.lines: list[str] = []
        self.interrupted = False
        self.meanwhile: list[Callable[[], None]] = []  # what happens while the next submissions are graded
        self.diagnoses = False

    def allow(self) -> None:
        self.interrupted = False

    def interrupt(self) -> None:
        self.interrupted = True

    def grade(
        self,
        exercise: Exercise,
        files: SubmissionFiles,
        heard: Callable[[Mapping[str, Status]], None],
        trained: Callable[[Curves], None],
    ) -> Report | None:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if self.interrupted:
            self.lines.append(f"stopped {exercise.id}")
            return None
        heard({"test_a": Status.PASSED})
        return report(result("a", "passed" if b"return" in files.source else "failed"), exercise=exercise.id)

    def diagnose(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> Report | None:
        if not self.diagnoses:
            return None
        known = Diagnosis(misconception="m", explanation="e")
        return msgspec.structs.replace(
            report, tests=tuple(msgspec.structs.replace(test, diagnosis=known) for test in report.tests)
        )

    def running(self, exercise: Exercise, done: int) -> None:
        pass

    def training(self, exercise: Exercise, curves: Curves) -> None:
        pass

    def report(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> None:
        diagnosed = " diagnosed" if report.tests[0].diagnosis else ""
        self.lines.append(f"{exercise.id} {report.score:g}{diagnosed}")

    def problem(self, exercise: Exercise, text: str) -> None:
        self.lines.append(f"{exercise.id} problem")

    def overview(self) -> None:
        self.lines.append("overview")

    def hint(self, exercise: Exercise) -> None:
        self.lines.append(f"hint {exercise.id}")

    def ask(self, question: str) -> None:
        self.lines.append("asked")

    def say(self, text: str) -> None:
        self.lines.append(text)

    def following(self, exercise: Exercise) -> Exercise:
        return self.course.exercises[1]

    def note(self, report: Report) -> None:
        pass

    def reset(self, exercise: Exercise) -> str:
        return f"reset {exercise.id}"

    def open(self, exercise: Exercise) -> str:
        return f"open {exercise.id}"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load(write_course(tmp_path / "course") / "course.toml")


@pytest.fixture
def notes(course: Course) -> Notes:
    return Notes(course)


@pytest.fixture
def loop(course: Course, notes: Notes) -> Loop:
    return Loop(course, course.exercises[0], notes, notes, notes)


def write(course: Course, text: str, number: int = 0) -> None:
    course.exercises[number].stub.write_text(text)


def run(loop: Loop, *events: Event | Callable[[], None]) -> None:
    """Have things happen one after the other, each when the one before is dealt with."""
    waiting = [*events, Pressed("q")]
    get = loop.inbox.get

    def following() -> Event:
        while waiting and not loop.inbox.waits():
            item = waiting.pop(0)
            if callable(item):
                item()
            else:
                loop.inbox.put(item)
        return get()

    loop.inbox.get = following  # type: ignore[method-assign]
    loop.run()


def test_the_first_exercise_is_graded_at_once(loop: Loop, notes: Notes) -> None:
    run(loop)
    assert notes.lines == ["ex01 0"]


def test_what_is_saved_is_graded_and_becomes_the_exercise(course: Course, loop: Loop, notes: Notes) -> None:
    run(
        loop,
        lambda: write(course, "return"),
        Saved(STUB),
        lambda: write(course, "return", 1),
        Saved("ex02_halve.py"),
        Pressed("r"),
    )
    assert notes.lines == ["ex01 0", "ex01 2", "ex02 2", "ex02 2"]


@pytest.mark.parametrize("name", [STUB, f"{STUB}~", f".{STUB}.swp", "4913", "notes.txt"])
def test_saves_that_change_nothing_and_other_files_are_passed_over(
    loop: Loop, notes: Notes, name: str
) -> None:
    run(loop, Saved(name))
    assert notes.lines == ["ex01 0"]


def test_a_file_that_is_saved_while_it_is_graded_is_graded_anew(
    course: Course, loop: Loop, notes: Notes
) -> None:
    def save() -> None:
        write(course, "return 1")
        loop.inbox.put(Saved(STUB))

    notes.meanwhile = [lambda: None, save]
    run(loop, lambda: write(course, "first"), Saved(STUB))
    assert notes.lines == ["ex01 0", "stopped ex01", "ex01 2"]


def test_a_save_in_two_steps_ends_with_the_whole_file(course: Course, loop: Loop, notes: Notes) -> None:
    def finish() -> None:
        write(course, "return 1")
        loop.inbox.put(Saved(STUB))

    notes.meanwhile = [lambda: None, finish]
    run(loop, lambda: write(course, ""), Saved(STUB), Saved(STUB))
    assert notes.lines == ["ex01 0", "stopped ex01", "ex01 2"]


def test_a_file_that_is_gone_is_a_problem_and_no_end(course: Course, loop: Loop, notes: Notes) -> None:
    run(
        loop,
        lambda: course.exercises[0].stub.unlink(),
        Saved(STUB),
        Saved(STUB),
        lambda: write(course, "return"),
        Saved(STUB),
    )
    assert notes.lines == ["ex01 0", "ex01 problem", "ex01 2"]


def test_a_diagnosis_comes_after_the_verdict(loop: Loop, notes: Notes) -> None:
    notes.diagnoses = True
    run(loop)
    assert notes.lines == ["ex01 0", "ex01 0 diagnosed"]


def test_keys(loop: Loop, notes: Notes) -> None:
    run(loop, *map(Pressed, "hlo?zn"))
    assert notes.lines == ["ex01 0", "hint ex01", "overview", "open ex01", "ex02 0"]


def test_all_are_checked_then_the_overview_is_shown(course: Course, loop: Loop, notes: Notes) -> None:
    run(loop, Pressed("c"))
    assert notes.lines == ["ex01 0", "overview"]


def test_checking_all_ends_with_the_next_key(loop: Loop, notes: Notes) -> None:
    notes.meanwhile = [lambda: None, lambda: loop.inbox.put(Pressed("h"))]
    run(loop, Pressed("c"))
    assert notes.lines == ["ex01 0", "stopped ex01", "hint ex01"]


@pytest.mark.parametrize(
    ("key", "outcome"), [("y", "reset ex01"), ("n", "Nothing was changed."), ("x", "Nothing was changed.")]
)
def test_a_reset_is_asked_for(loop: Loop, notes: Notes, key: str, outcome: str) -> None:
    run(loop, Pressed("x"), Pressed(key))
    assert notes.lines == ["ex01 0", "asked", outcome]


def test_a_keyboard_that_is_gone_ends_the_session(loop: Loop, notes: Notes) -> None:
    loop.inbox.put(Pressed(""))
    loop.run()
    assert notes.lines == ["stopped ex01"]
