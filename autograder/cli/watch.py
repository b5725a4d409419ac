"""`grade watch`: the exercise is graded whenever its file is saved."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import Annotated

import typer

from autograder.cli import hint, learner, names, overview, own_work, progress
from autograder.cli.names import Work
from autograder.course import Course, Exercise
from autograder.errors import GraderError, UsageError
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.render import sparklines
from autograder.render.consoles import open_console, paragraph
from autograder.render.watching import Page
from autograder.report import Report


def watch(
    context: typer.Context,
    exercise: Annotated[
        str | None,
        typer.Argument(
            metavar="EX",
            help="Where to begin, such as ex03; without it, at the first exercise without full marks.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Grade an exercise whenever you save its file, until you press q."""
    course = names.open_course(context)
    first = course.exercise(exercise) if exercise else overview.next_exercise(course) or course.exercises[0]
    if not sys.stdin.isatty():
        raise UsageError("`grade watch` needs a terminal with a keyboard. `grade check` grades once.")
    from autograder.grading.session import Grader

    # The zygote starts before torch is imported here, so that the two imports overlap.
    preload = tuple(sorted({name for one in course.exercises for name in one.preload}))
    with Grader(course, preload=preload, many=True) as grader:
        from autograder.watching.events import keyboard, watched
        from autograder.watching.loop import KEYS, Loop
        from autograder.watching.partner import partner_of
        from autograder.watching.runner import Runner

        page = Page(open_console(), KEYS)
        page.status(f"{first.id}: getting ready")
        with partner_of(course, grader) as partner:
            runner = Runner(grader, course, partner)
            loop = Loop(course, first, runner, _Screen(course, page), _Actions(course))
            with watched(first.stub.parent, loop.inbox.put), keyboard(loop.inbox.put):
                loop.run()
        page.end_status()


class _Screen:
    """Shows on a page what a loop has to show."""

    def __init__(self, course: Course, page: Page) -> None:
        self._course, self._page = course, page

    def running(self, exercise: Exercise, done: int) -> None:
        self._page.status(f"{exercise.id}: grading{f', {done} tests done' if done else ''}")

    def training(self, exercise: Exercise, curves: Curves) -> None:
        console, start = self._page.console, f"{exercise.id}: "
        shown = sparklines.curves(curves, console, room=console.width - len(start) - 1)
        self._page.status(start + shown.plain)

    def report(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> None:
        work = Work(
            exercise=exercise,
            files=files,
            shown=names.shortest(exercise.stub),
            command="",  # to save is enough
            is_stub=True,
        )
        self._page.begin()
        learner.show(self._course, work, report, self._page.console)
        self._page.end()

    def problem(self, exercise: Exercise, text: str) -> None:
        if not os.path.lexists(exercise.stub):
            text = f"{names.shortest(exercise.stub)} is missing. Press x to get it back."
        self._on_page(f"{exercise.id} {exercise.title}\n\n{text}")

    def overview(self) -> None:
        self._page.begin()
        overview.show(self._course, self._page.console, saving=True)
        self._page.end()

    def hint(self, exercise: Exercise) -> None:
        try:
            shown = hint.next_hint(self._course, exercise, None)
        except GraderError as error:
            self._on_page(str(error))
            return
        self._page.begin()
        hint.show(shown, self._page.console)
        self._page.end()

    def ask(self, question: str) -> None:
        self._page.end_status()
        paragraph(self._page.console, f"{question} y: yes, any other key: no")

    def say(self, text: str) -> None:
        self._page.end_status()
        paragraph(self._page.console, text)

    def _on_page(self, text: str) -> None:
        self._page.begin()
        paragraph(self._page.console, text)
        self._page.end()


class _Actions:
    """Touches the learner's files and tools."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def following(self, exercise: Exercise) -> Exercise:
        return overview.following(self._course, exercise)

    def note(self, report: Report) -> None:
        progress.keep(self._course, report)

    def reset(self, exercise: Exercise) -> str:
        try:
            done = own_work.put_back(self._course, exercise)
        except GraderError as error:
            return str(error)
        return f"{done.text} What you had is kept as {done.copy}" if done.copy else done.text

    def open(self, exercise: Exercise) -> str:
        """Open the file in a window of its own; an editor that needs this terminal is only named."""
        shown = shlex.quote(names.shortest(exercise.stub))
        command = _editor()
        if command is None:
            return (
                f"Open {shown} in your editor. This key does it where VISUAL names an editor with a window "
                "of its own: export VISUAL=code, before grade watch."
            )
        try:
            subprocess.Popen(
                [*command, str(exercise.stub)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            return f"{command[0]} could not be started: {error.strerror}. Open {shown} yourself."
        return f"{shown} opens in {os.path.basename(command[0])}."


def _editor() -> list[str] | None:
    """Return the command of an editor that does not take the terminal over."""
    wanted = shlex.split(os.environ.get("VISUAL", ""))
    if wanted and os.path.basename(wanted[0]) not in _IN_THE_TERMINAL and shutil.which(wanted[0]):
        return wanted
    if os.environ.get("TERM_PROGRAM") == "vscode" and shutil.which("code"):
        return ["code"]
    return None


_IN_THE_TERMINAL = frozenset(
    {"vi", "vim", "nvim", "nano", "emacs", "hx", "helix", "micro", "ed", "joe", "pico"}
)
