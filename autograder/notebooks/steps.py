"""nbgrader's own steps, run from here: what it logs while one fails becomes one line.

Importing this module imports nbgrader, which takes a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from autograder.course import Course
from autograder.errors import HostError
from autograder.gradebook import open_gradebook
from autograder.notebooks.settings import CONFIG_FILE, read_config
from autograder.text import plain


class Steps:
    """nbgrader's steps for one course; each raises `HostError` where nbgrader cannot do it."""

    def __init__(self, course: Course) -> None:
        # The gradebook goes first: it imports nbgrader in half the time that nbgrader would take by itself.
        with open_gradebook(course) as gradebook:  # nbgrader would need the command `alembic` to make one
            gradebook.prepare()
        self._course = course
        self._config = read_config(course)
        self._api = _api(config=self._config)
        if self._api.course_id != course.id or self._api.coursedir.root != str(course.root):
            raise HostError(
                f"{CONFIG_FILE} is about another course than course.toml. Let it call `configure`, as the "
                "file that `grade release --init` writes does where there is none."
            )

    @property
    def has_exchange(self) -> bool:
        """Whether nbgrader_config.py names an exchange to release to and collect from."""
        return bool(self._config.get("Exchange", {}).get("root"))

    def generate(self, exercise_id: str) -> None:
        """Make release/<exercise> from source/<exercise>, and note its cells in the gradebook."""
        self._run("generate_assignment", self._api.generate_assignment, exercise_id)

    def release(self, exercise_id: str) -> None:
        """Put release/<exercise> where learners fetch it."""
        self._run("release_assignment", self._api.release_assignment, exercise_id)

    def collect(self, exercise_id: str) -> None:
        """Bring what learners have submitted into submitted/."""
        self._run("collect", self._api.collect, exercise_id)

    def _run(self, step: str, run: Callable[[str], dict[str, Any]], exercise_id: str) -> None:
        result = run(exercise_id)
        if not result["success"]:
            raise HostError(f"nbgrader {step} {exercise_id}: {_reason(result)}")


def _reason(result: dict[str, Any]) -> str:
    """Return what says most in nbgrader's log: the last line of a traceback in it, or its last line."""
    log = result.get("log", "")
    if "Cannot add or remove cells" in log or "Cannot modify existing assignment" in log:
        return (
            "there are submissions in the gradebook, and then nbgrader changes no cells of an assignment. "
            "Keep the cells as they were, or take the submissions out (nbgrader db assignment remove)."
        )
    errors = re.findall(r"^(?:\w+\.)*\w*(?:Error|Exception)\b.*$", log, re.MULTILINE)
    lines = [line for line in log.splitlines() if line.strip()]
    shown = errors[-1] if errors else lines[-1] if lines else str(result.get("error", "")).strip()[-300:]
    return plain(shown, 400)


def _api(config: Any) -> Any:
    from nbgrader.apps import NbGraderAPI  # type: ignore[import-untyped]  # nbgrader ships no types

    return NbGraderAPI(config=config)
