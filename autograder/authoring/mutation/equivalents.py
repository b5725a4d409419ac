"""Equivalent mutants: those that no test can tell from the solution, recorded with the reason.

grader_tests/equivalents/ex03.toml

# line 64: squared.clamp(min=0) -> squared.clamp(min=-0)
3e4b4dd4 = "why nobody could tell the two apart"

[free]
build_model = "why whatever a mutant makes of this function is right, as long as no test complains"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring import stubs
from autograder.authoring.mutation.mutants import Mutant
from autograder.course import Course, Exercise
from autograder.errors import CourseError

MODULE = "module"
_ID = re.compile(r"[0-9a-f]{8}")


def path(exercise: Exercise) -> Path:
    """Return where an exercise's equivalent mutants are recorded; most exercises have no such file."""
    return exercise.root / "grader_tests" / "equivalents" / f"{exercise.id}.toml"


@dataclass(frozen=True, slots=True)
class Equivalents:
    """Why mutants that survive are as right as the solution."""

    reasons: Mapping[str, str] = field(default_factory=dict)  # by the mutant's id
    free: Mapping[str, str] = field(default_factory=dict)  # by the function; "module" is what is in none

    def reason(self, mutant: Mutant) -> str:
        """Return the reason that is recorded for a mutant, or ''."""
        return self.reasons.get(mutant.id, "") or self.free.get(mutant.owner or MODULE, "")


def read(course: Course, exercise: Exercise) -> Equivalents:
    """Return what is recorded of an exercise; raises `CourseError` where the file is broken."""
    file = path(exercise)
    origin = stubs.relative(course, file)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Equivalents()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f'{origin}: this is no valid TOML: {error}; write lines as 1a2b3c4d = "reason"'
        ) from error
    free = found.pop("free", {})
    if not isinstance(free, dict):
        raise CourseError(f"{origin}: free is a table of functions with reasons: write [free] above them")
    for key, reason in found.items():
        if not _ID.fullmatch(key):
            raise CourseError(
                f'{origin}: "{key}" is no id of a mutant: these are eight characters, such as 1a2b3c4d, as '
                "`grade author verify --mutants` prints them"
            )
        if not isinstance(reason, str) or not reason.strip():
            raise CourseError(f'{origin}: {key} needs a reason in quotes: {key} = "why no test can tell"')
    for name, reason in free.items():
        if not isinstance(reason, str) or not reason.strip():
            raise CourseError(f'{origin}: free.{name} needs a reason in quotes: {name} = "why any is right"')
    return Equivalents(found, free)
