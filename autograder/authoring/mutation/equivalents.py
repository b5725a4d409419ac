"""Equivalent mutants: those that no test can tell from the solution, recorded with the reason.

grader_tests/equivalents/ex03.toml

# line 64: squared.clamp(min=0) -> squared.clamp(min=-0)
3e4b4dd4 = "why nobody could tell the two apart"
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from autograder.authoring import stubs
from autograder.course import Course, Exercise
from autograder.errors import CourseError

_ID = re.compile(r"[0-9a-f]{8}")


def path(exercise: Exercise) -> Path:
    """Return where an exercise's equivalent mutants are recorded; most exercises have no such file."""
    return exercise.root / "grader_tests" / "equivalents" / f"{exercise.id}.toml"


def read(course: Course, exercise: Exercise) -> dict[str, str]:
    """Return the reasons by the mutants' ids; raises `CourseError` where the file is broken."""
    file = path(exercise)
    origin = stubs.relative(course, file)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f'{origin}: this is no valid TOML: {error}; write lines as 1a2b3c4d = "reason"'
        ) from error
    for key, reason in found.items():
        if not _ID.fullmatch(key):
            raise CourseError(
                f'{origin}: "{key}" is no id of a mutant: these are eight characters, such as 1a2b3c4d, as '
                "`grade author verify --mutants` prints them"
            )
        if not isinstance(reason, str) or not reason.strip():
            raise CourseError(f'{origin}: {key} needs a reason in quotes: {key} = "why no test can tell"')
    return found
