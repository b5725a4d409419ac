"""All looks at the machine, the slow ones side by side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.course import Course, load
from autograder.doctor import belongings, machine, software
from autograder.doctor.finding import Finding, broken, guarded
from autograder.doctor.trials import Trial
from autograder.errors import GraderError


def examine(find: Callable[[], Path]) -> list[Finding]:
    """Look at everything that grading needs; `find` returns the path of course.toml."""
    with ExitStack() as stack:
        trials = {name: _started(stack, name) for name in ("torch", "sandbox", "worker", "gpu")}
        course, about_course = _course(find)
        root = course.root if course else None
        full = course.full_data if course else None
        about_machine = [
            *guarded("data", lambda: belongings.data(full)),
            *guarded("containers", machine.containers),
            *guarded("disk", lambda: machine.disk(root)),
            *guarded("terminal", machine.terminal),
        ]
        if course:
            known = course
            about_course += guarded("gradebook", lambda: belongings.gradebook(known, _tried))
        return [
            *guarded("Python", software.python),
            *guarded("PyTorch", lambda: software.torch(trials["torch"].result())),
            *guarded("sandbox", lambda: machine.sandbox(trials["sandbox"].result())),
            *guarded("worker", lambda: machine.worker(trials["worker"].result())),
            *guarded("GPU", lambda: machine.gpu(trials["gpu"].result())),
            *about_course,
            *about_machine,
        ]


def _course(find: Callable[[], Path]) -> tuple[Course | None, list[Finding]]:
    """Return the course, if there is a valid one, and what is to be said of it."""
    try:
        course = load(find())
    except GraderError as error:
        return None, [broken("course", str(error), "")]
    return course, guarded("course", lambda: belongings.course(course))


def _tried(name: str, text: str) -> dict[str, Any]:
    trial = Trial(name, text)
    try:
        return trial.result()
    finally:
        trial.end()


def _started(stack: ExitStack, name: str) -> Trial:
    trial = Trial(name)
    stack.callback(trial.end)
    return trial
