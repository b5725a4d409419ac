"""What `grade watch` does, event by event: it grades what was saved, and does what keys say."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.report import Report, Status
from autograder.watching.events import Event, Pressed, Saved

KEYS = {
    "n": "next",
    "h": "hint",
    "l": "list",
    "r": "run again",
    "c": "check all",
    "x": "reset",
    "o": "open",
    "q": "quit",
}


class Grades(Protocol):
    """What grades; see `Runner`."""

    def allow(self) -> None: ...
    def interrupt(self) -> None: ...
    def grade(
        self,
        exercise: Exercise,
        files: SubmissionFiles,
        heard: Callable[[Mapping[str, Status]], None],
        trained: Callable[[Curves], None],
    ) -> Report | None: ...
    def diagnose(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> Report | None: ...


class Screen(Protocol):
    """Where things are shown."""

    def running(self, exercise: Exercise, done: int) -> None:
        """Say that an exercise is being graded, and how many tests have ended."""

    def training(self, exercise: Exercise, curves: Curves) -> None:
        """Say how a training goes; called on another thread, while nothing else is shown."""

    def report(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> None:
        """Show a report."""

    def problem(self, exercise: Exercise, text: str) -> None:
        """Say why nothing can be graded."""

    def overview(self) -> None:
        """Show all exercises."""

    def hint(self, exercise: Exercise) -> None:
        """Show the next hint."""

    def ask(self, question: str) -> None:
        """Ask what is answered with y or n."""

    def say(self, text: str) -> None:
        """Say a sentence."""


class Actions(Protocol):
    """What touches the learner's files and tools."""

    def following(self, exercise: Exercise) -> Exercise:
        """Return the next exercise without full marks, else the one that follows."""

    def note(self, report: Report) -> None:
        """Keep a result."""

    def reset(self, exercise: Exercise) -> str:
        """Put an exercise's file back, and say so."""

    def open(self, exercise: Exercise) -> str:
        """Open an exercise's file in the editor, and say so."""


class Inbox:
    """Events of several threads, in order; what arrives while something is graded stops that."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._interrupt = interrupt
        self.relevant: Callable[[Event], bool] = lambda event: True

    def put(self, event: Event) -> None:
        """Note what has happened."""
        if self.relevant(event):
            self._interrupt()  # first: who gets the event allows grading again
            self._queue.put(event)

    def get(self) -> Event:
        """Wait for the next event."""
        return self._queue.get()

    def waits(self) -> bool:
        """Whether there is an event already."""
        return not self._queue.empty()


class Loop:
    """One learner's session."""

    def __init__(
        self, course: Course, exercise: Exercise, runner: Grades, screen: Screen, actions: Actions
    ) -> None:
        self._course, self._exercise = course, exercise
        self._runner, self._screen, self._actions = runner, screen, actions
        self._graded: dict[str, str] = {}  # digest of what was graded last, by exercise
        self._question: Callable[[], None] | None = None
        self.inbox = Inbox(runner.interrupt)
        self.inbox.relevant = self._is_relevant

    def run(self) -> None:
        """Work until q is pressed or the keyboard is gone."""
        self._grade(self._exercise)
        while True:
            event = self.inbox.get()
            self._runner.allow()
            match event:
                case Saved(name):
                    self._saved(name)
                case Pressed("q" | ""):
                    return
                case Pressed(key) if self._question is not None:
                    self._answer(key)
                case Pressed(key):
                    self._press(key)

    def _is_relevant(self, event: Event) -> bool:
        if isinstance(event, Pressed):
            return event.key in KEYS or event.key == "" or self._question is not None
        exercise = self._exercise_of(event.name)
        return exercise is not None and _digest(exercise) != self._graded.get(exercise.id)

    def _exercise_of(self, name: str) -> Exercise | None:
        return next((one for one in self._course.exercises if one.stub.name == name), None)

    def _saved(self, name: str) -> None:
        exercise = self._exercise_of(name)
        # Several events of one save, and saves that changed nothing, are graded once.
        if exercise is not None and _digest(exercise) != self._graded.get(exercise.id):
            self._question = None
            self._exercise = exercise
            self._grade(exercise)

    def _press(self, key: str) -> None:
        exercise = self._exercise
        match key:
            case "n":
                self._exercise = self._actions.following(exercise)
                self._grade(self._exercise)
            case "r":
                self._grade(exercise)
            case "c":
                self._check(self._course.exercises)
            case "l":
                self._screen.overview()
            case "h":
                self._screen.hint(exercise)
            case "o":
                self._screen.say(self._actions.open(exercise))
            case "x":
                self._question = lambda: self._screen.say(self._actions.reset(exercise))
                self._screen.ask(
                    f"Put {exercise.stub.name} back to how you got it? What you have is kept, in "
                    ".torchgrade/backups."
                )

    def _answer(self, key: str) -> None:
        act, self._question = self._question, None
        if key == "y" and act is not None:
            act()
        else:
            self._screen.say("Nothing was changed.")

    def _check(self, exercises: Iterable[Exercise]) -> None:
        for exercise in exercises:
            if self.inbox.waits() or not self._grade(exercise, quietly=True):
                return
        self._screen.overview()

    def _grade(self, exercise: Exercise, *, quietly: bool = False) -> bool:
        """Grade and show; False when something else came in between."""
        try:
            files = SubmissionFiles.read(exercise.stub)
        except UsageError as error:
            self._graded[exercise.id] = ""
            self._screen.problem(exercise, str(error))
            return True
        self._graded[exercise.id] = files.digest
        self._screen.running(exercise, 0)
        report = self._runner.grade(
            exercise,
            files,
            lambda statuses: self._screen.running(exercise, len(statuses)),
            lambda curves: self._screen.training(exercise, curves),
        )
        if report is None:
            self._graded.pop(exercise.id, None)
            return False
        if quietly:
            self._actions.note(report)
        else:
            self._screen.report(exercise, files, report)
            self._actions.note(report)  # which waits for the disk
            diagnosed = self._runner.diagnose(exercise, files, report)
            if diagnosed is not None:
                self._actions.note(diagnosed)
                self._screen.report(exercise, files, diagnosed)
        return True


def _digest(exercise: Exercise) -> str:
    try:
        return SubmissionFiles.read(exercise.stub).digest
    except UsageError:
        return ""
