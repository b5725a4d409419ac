"""Check the values of course.toml, table by table; each check raises `Mistake` with key and remedy."""

from __future__ import annotations

import math
import re
from keyword import iskeyword

import msgspec

from autograder.course_file import (
    CourseFile,
    ExerciseTable,
    Late,
    Limits,
    Mistake,
    example,
    is_exercise_id,
    label,
    quoted,
)

LEAST_GPUS = 0.01  # a hundred graders on one GPU: below it, digits were mistyped
LARGEST_LIMIT = 1_000_000  # a terabyte of memory, eleven days: beyond it, digits were mistyped


def check(tables: CourseFile) -> None:
    """Raise `Mistake` for the first value that makes no sense."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", tables.course.id):  # nbgrader makes it a folder's name
        raise Mistake("course.id", f"{quoted(tables.course.id)} must be letters, digits, -, _ and . only")
    _check_text("course.title", tables.course.title)
    _check_limits("limits", tables.limits)
    check_gradebook(tables.gradebook.url)
    if tables.data.full is not None:
        _check_text("data.full", tables.data.full)
    _check_text("grading.secret_file", tables.grading.secret_file)
    _check_late(tables.late)
    if not tables.exercises:
        raise Mistake("exercises", f"the course has none; add {example('exercises')}")
    for index, exercise in enumerate(tables.exercises):
        _check_exercise(label(index, exercise.id), exercise)
        _check_unique(index, exercise, tables.exercises[:index])


def _check_exercise(key: str, exercise: ExerciseTable) -> None:
    if not is_exercise_id(exercise.id):
        raise Mistake(
            f"{key}.id", f'{quoted(exercise.id)} is no exercise id; write ex and two digits, such as "ex03"'
        )
    _check_text(f"{key}.title", exercise.title, "exercises.title")
    _check_module(f"{key}.module", exercise)
    _check_points(f"{key}.points", exercise.points)
    _check_due(f"{key}.due", exercise)
    _check_limits(f"{key}.limits", exercise.limits)
    for name in exercise.preload:
        if not _is_dotted_name(name):
            raise Mistake(
                f"{key}.preload", f'{quoted(name)} is no module name; write names such as "torchvision"'
            )
    for name, reason in exercise.tolerates.items():
        _check_text(f"{key}.tolerates.{name}", reason, "exercises.tolerates")


def _check_unique(index: int, exercise: ExerciseTable, earlier: tuple[ExerciseTable, ...]) -> None:
    """Modules need no such check: each begins with its exercise's id."""
    for other_index, other in enumerate(earlier):
        if other.id == exercise.id:
            here, there = f"exercises[#{index + 1}].id", f"exercises[#{other_index + 1}]"
            raise Mistake(here, f'"{exercise.id}" is already the id of {there}; give each exercise its own')


def _check_text(key: str, text: str, schema: str = "") -> None:
    if not text.strip():
        raise Mistake(key, f"is empty; write for example {example(schema or key)}")
    if not text.isprintable():
        raise Mistake(key, "holds a line break or another control character; write one line of plain text")


def _check_module(key: str, exercise: ExerciseTable) -> None:
    """A module's name becomes file names, so it holds nothing that could lead out of the course's folders."""
    name, such = exercise.module, f'such as "{exercise.id}_tensor_ops"'
    if "/" in name or "\\" in name or name.endswith(".py"):
        raise Mistake(key, f"{quoted(name)} is a path; write the bare name of the module, {such}")
    if not name.isascii() or not name.isidentifier():
        raise Mistake(key, f"{quoted(name)} is no module name; use letters, digits and _, {such}")
    if not name.startswith(f"{exercise.id}_") or name == f"{exercise.id}_":
        raise Mistake(key, f"{quoted(name)} must begin with the exercise's id, {such}")


def _check_points(key: str, points: float) -> None:
    if not (math.isfinite(points) and points > 0):
        raise Mistake(
            key, f"{points:g} is not a positive number; write for example {example('exercises.points')}"
        )


def _check_due(key: str, exercise: ExerciseTable) -> None:
    due = exercise.due
    if due is not None and due.tzinfo is None:
        written = due.isoformat()
        raise Mistake(key, f"{written} has no time zone; write for example {written}+01:00 or {written}Z")


def _check_limits(key: str, limits: Limits) -> None:
    for name, value in msgspec.structs.asdict(limits).items():
        mend = f"write for example {example(f'limits.{name}')}"
        if not value > 0:  # so that NaN is refused too
            raise Mistake(f"{key}.{name}", f"{value:g} is not a positive number; {mend}")
        if value > LARGEST_LIMIT:
            raise Mistake(f"{key}.{name}", f"{value} is more than {LARGEST_LIMIT}; {mend}")
    if limits.gpus < LEAST_GPUS or (limits.gpus > 1 and limits.gpus % 1):
        raise Mistake(
            f"{key}.gpus",
            f"{limits.gpus:g} is neither a part of a GPU ({LEAST_GPUS} to 1) nor a whole number of them; "
            "write for example gpus = 0.25",
        )
    if limits.submission_seconds < limits.seconds:
        raise Mistake(
            f"{key}.submission_seconds",
            f"{limits.submission_seconds:g} for all tests together is less than "
            f"seconds = {limits.seconds:g} for one of them; raise it",
        )


def _check_late(late: Late) -> None:
    for name, value in msgspec.structs.asdict(late).items():
        mend = f"write for example {example(f'late.{name}')}"
        if not (math.isfinite(value) and value >= 0):
            raise Mistake(f"late.{name}", f"{value:g} is less than 0, or no number; {mend}")
    for name in ("percent_a_day", "most_percent"):
        if getattr(late, name) > 100:
            raise Mistake(
                f"late.{name}", "is more than 100 percent; write for example " + example(f"late.{name}")
            )


def check_gradebook(url: str) -> None:
    """Check the form only: which databases can be opened is for SQLAlchemy to say, when one is opened."""
    key, such = "gradebook.url", '"sqlite:///gradebook.db" or "postgresql://user@host/grades"'
    scheme, separator, rest = url.partition("://")
    # The rest of the URL may hold a password: it is shown for SQLite only, which has none.
    if not separator or not re.fullmatch(r"[a-z][a-z0-9_]*(\+[a-z0-9_]+)?", scheme):
        raise Mistake(key, f"is no database URL; write for example {such}")
    if not rest or not url.isprintable() or " " in rest:
        raise Mistake(key, f"{scheme}:// is followed by no usable address; write for example {such}")
    if scheme.startswith("sqlite") and not rest.startswith("/"):
        raise Mistake(key, f'{quoted(url)} lacks a slash; write "{scheme}:///{rest}"')
    if scheme.startswith("sqlite") and rest.partition("?")[0] in ("/", "/:memory:"):
        raise Mistake(key, f"{quoted(url)} names no file to keep grades in; write for example {such}")


def _is_dotted_name(name: str) -> bool:
    return all(part.isidentifier() and not iskeyword(part) for part in name.split("."))
