"""What learners call in a notebook: `check("test_...")` runs one test on what the notebook defines.

The test runs in another process, on the text of the cells that were run, so that it sees what grading will
see.
"""

from __future__ import annotations

import os
from operator import itemgetter
from pathlib import Path
from typing import Any

from autograder.course import FILE_NAME, Course, Exercise, find_course, load
from autograder.errors import GraderError, UsageError
from autograder.notebooks.cells import module_of
from autograder.notebooks.client import Service
from autograder.notebooks.hinting import about, hints_in
from autograder.notebooks.layout import CHECKS
from autograder.notebooks.retelling import Retelling
from autograder.notebooks.submitted import Outline, outline
from autograder.report import Status, TestResult
from autograder.text import plain

EXECUTION = "NBGRADER_EXECUTION"  # environment: nbgrader runs this notebook, and reads exceptions
_REMEMBERED = 500  # cells: those that were run last


class CheckFailed(Exception):
    """A test did not pass while nbgrader validates a notebook; shown without our frames."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Check:
    """Runs tests of the exercise whose notebook this is, and shows verdicts and hints."""

    def __init__(self) -> None:
        self._service: Service | None = None
        self._found: _Found | None = None

    def __call__(self, test: str) -> None:
        """Run one test on the functions of this notebook, and show the verdict."""
        try:
            found = self._find()
            cells = _cells_run()
            module = module_of(
                list(cells.values()), found.outline.names, preamble=found.outline.preamble, labels=list(cells)
            )
            telling = Retelling(file=f"{found.exercise.module}.py", places=module.places)
            result = telling.result(self._ask(test, module.text))
        except GraderError as error:
            _show(f"The check could not run. {plain(str(error), 600)}")
            if os.environ.get(EXECUTION):
                raise CheckFailed(str(error)) from None
            return
        self._show_result(result, found)
        if result.status is not Status.PASSED and os.environ.get(EXECUTION):
            raise CheckFailed(f"{result.title}\n{result.message}") from None

    def start(self) -> None:
        """Start the grader behind this notebook, so that the first check need not wait for it."""
        try:
            self._open()
        except GraderError as error:
            _show(f"Checks will not run here. {plain(str(error), 600)}")

    def hint(self, name: str = "") -> None:
        """Show the hints for a function, one at a time to unfold; without a name, say which there are."""
        try:
            found = self._find()
        except GraderError as error:
            return _show(plain(str(error), 600))
        sections = hints_in(found.exercise.hints)
        if name not in sections:
            known = ", ".join(f'check.hint("{section}")' for section in sections)
            return _show(f"There are hints here: {known}" if known else "This exercise has no hints.")
        from autograder.render.html import hints_card

        texts = [f"Hint {number}: {text}" for number, text in enumerate(sections[name], 1)]
        return _show("\n\n".join(texts), hints_card(name, sections[name]))

    def _open(self) -> Service:
        if self._service is None or not self._service.is_alive:
            found = self._find()
            self._service = Service(found.course_file, found.exercise.id, public=found.public)
        return self._service

    def _ask(self, test: str, source: str) -> TestResult:
        return self._open().ask(test, source)

    def _find(self) -> _Found:
        if self._found is None:
            self._found = _Found()
        return self._found

    def _show_result(self, result: TestResult, found: _Found) -> None:
        from autograder.render.html import test_card
        from autograder.render.terminal import result_text

        sections = hints_in(found.exercise.hints)
        first = next(iter(about(result.title, found.outline.names)), "")
        hints = sections.get(first, ()) if result.status is not Status.PASSED else ()
        _show(result_text(result), test_card(result, hints))


class _Found:
    """The exercise in the current folder: as learners get it, or as the instructor's course has it."""

    def __init__(self) -> None:
        folder = Path.cwd() / CHECKS
        if not (folder / FILE_NAME).is_file():
            raise UsageError(
                f"There is no folder {CHECKS} beside this notebook. Fetch the assignment anew, and keep the "
                "folder together with the notebook."
            )
        copy = load(folder / FILE_NAME, check_files=False)
        own = _whole_course(copy)
        self.public = own is None
        course = own or copy
        self.course_file = course.root / FILE_NAME
        self.exercise: Exercise = course.exercise(copy.exercises[0].id)
        self.outline: Outline = outline(copy.exercises[0].stub.read_text(encoding="utf-8"))


def _whole_course(copy: Course) -> Course | None:
    """Return the course above the current folder that the exercise was made from, if its suite is there."""
    try:
        course = load(find_course(), check_files=False)
    except GraderError:
        return None
    own = [one for one in course.exercises if one.id == copy.exercises[0].id and one.suite.is_file()]
    return course if own and course.id == copy.id else None


def _cells_run() -> dict[str, str]:
    """Return the texts of the cells that were run in this kernel, by when they last were, each with the
    number that stands beside it.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise UsageError("`check` works in a notebook. In a terminal, use: grade check")
    history = enumerate(shell.history_manager.input_hist_raw)
    latest = {text: number for number, text in history if number}  # of equal texts, the last
    newest = sorted(latest.items(), key=itemgetter(1))[-_REMEMBERED:]
    return {f"cell [{number}]": text for text, number in newest}


def _show(text: str, html: str = "") -> None:
    """Show something below the cell, but not as its result: nbgrader takes results for scores."""
    from IPython.display import display

    data: dict[str, Any] = {"text/plain": text}
    display(data | ({"text/html": html} if html else {}), raw=True)  # type: ignore[no-untyped-call]
