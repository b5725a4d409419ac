"""Read course.toml: from bytes on disk to typed tables, or one line on what is wrong and how to mend it.

This module knows keys and their types. Which values make sense is `autograder.course_checks`; what they mean
together with the folder around them is `autograder.course`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from autograder.text import plain


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What learner code may use; the defaults suit every exercise but training loops."""

    seconds: float = 10.0  # wall time of one test
    submission_seconds: float = 120.0  # wall time of all tests of one submission together
    memory_mb: int = 2048
    output_kb: int = 1024  # what one test may print
    processes: int = 64  # processes and threads together
    file_mb: int = 64  # one file
    scratch_mb: int = 256  # all files together
    reply_mb: int = 64  # one value sent back to the grader
    gpus: float = 1.0  # that a grader reserves on a cluster, with --device cuda and tests that use one


class CourseTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[course]"""

    id: str
    title: str


class GradebookTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[gradebook]"""

    url: str = "sqlite:///gradebook.db"


class DataTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[data]"""

    full: str | None = None


class Late(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[late]: what handing in late costs; nothing unless `percent_a_day` says so."""

    percent_a_day: float = 0.0  # of the score, for each day that has begun
    most_percent: float = 100.0
    grace_minutes: float = 0.0  # lateness that does not count
    free_days: int = 0  # late days that each learner has in the whole course

    @property
    def costs(self) -> bool:
        """Whether there are penalties at all."""
        return self.percent_a_day > 0


class GradingTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[grading]"""

    secret_file: str = ".torchgrade/secret"


class ExerciseTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One [[exercises]]"""

    id: str
    title: str
    module: str
    points: float
    preload: tuple[str, ...] = ()
    isolate: bool = True  # each test has a process of its own
    due: datetime | None = None
    limits: Limits = Limits()  # as read: [limits] with the exercise's own on top
    tolerates: dict[str, str] = {}  # generic wrong module -> why it may score


class CourseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of course.toml."""

    course: CourseTable
    limits: Limits = Limits()
    gradebook: GradebookTable = GradebookTable()
    data: DataTable = DataTable()
    grading: GradingTable = GradingTable()
    late: Late = Late()
    exercises: tuple[ExerciseTable, ...]


class Mistake(ValueError):
    """What is wrong in the file, in one line: `key: what; mend`. The caller puts the file's name in front."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(plain(f"{key}: {text}" if key else text, limit=400))


TABLES: dict[str, type[msgspec.Struct]] = {
    "": CourseFile,
    "course": CourseTable,
    "limits": Limits,
    "gradebook": GradebookTable,
    "data": DataTable,
    "grading": GradingTable,
    "late": Late,
    "exercises": ExerciseTable,
    "exercises.limits": Limits,
}
EXAMPLES = {
    "course": '[course] with id = "pytorch" and title = "PyTorch"',
    "course.id": 'id = "pytorch"',
    "course.title": 'title = "PyTorch"',
    "limits": "[limits] with seconds = 10",
    "gradebook": '[gradebook] with url = "sqlite:///gradebook.db"',
    "gradebook.url": 'url = "sqlite:///gradebook.db"',
    "data": '[data] with full = "data/FashionMNIST"',
    "data.full": 'full = "data/FashionMNIST"',
    "grading": '[grading] with secret_file = ".torchgrade/secret"',
    "grading.secret_file": 'secret_file = ".torchgrade/secret"',
    "late": "[late] with percent_a_day = 10",
    "late.percent_a_day": "percent_a_day = 10",
    "late.most_percent": "most_percent = 50",
    "late.grace_minutes": "grace_minutes = 15",
    "late.free_days": "free_days = 3",
    "exercises": "[[exercises]] with id, title, module and points",
    "exercises.id": 'id = "ex03"',
    "exercises.title": 'title = "Tensor operations"',
    "exercises.module": 'module = "ex03_tensor_ops"',
    "exercises.points": "points = 10",
    "exercises.preload": 'preload = ["torchvision"]',
    "exercises.isolate": "isolate = false",
    "exercises.due": "due = 2026-11-30T23:59:00+01:00",
    "exercises.limits": "limits.seconds = 60",
    "exercises.tolerates": 'tolerates.zeros = "why zeros may score here"',
}
KINDS = {
    "str": "text in quotes",
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "datetime": "a date with a time",
    "date": "a date",
    "time": "a time",
}


def read(path: Path) -> CourseFile:
    """Return the tables of a file; raises `Mistake` for a wrong or missing key, and a wrong type."""
    data = _parse(_text(path))
    try:
        tables = msgspec.convert(data, CourseFile)
    except msgspec.ValidationError as error:
        raise _translated(str(error), data) from None
    return _with_limits_merged(tables, data)


def label(index: int, identifier: object) -> str:
    """Name one [[exercises]] table: by its id, or by its number (from 1) where the id is of no use."""
    usable = isinstance(identifier, str) and is_exercise_id(identifier)
    return f"exercises.{identifier}" if usable else f"exercises[#{index + 1}]"


def is_exercise_id(text: str) -> bool:
    """Return whether the text is ex and two digits."""
    return re.fullmatch(r"ex[0-9]{2}", text) is not None


def quoted(value: str) -> str:
    """Return a value from the file as it may stand in a message: quoted, on one line, not endless."""
    return f'"{plain(value, limit=60)}"'


def example(schema: str) -> str:
    """Return how a key or table may be written; `schema` is its path without the number of the exercise."""
    if schema in EXAMPLES:
        return EXAMPLES[schema]
    name = schema.rpartition(".")[2]
    return f"{name} = {getattr(Limits(), name):g}"


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Mistake("", f"there is no such file in {path.parent.absolute()}; check the path") from None
    except IsADirectoryError:
        raise Mistake("", "is a folder; put a file of that name in its place") from None
    except OSError as error:
        raise Mistake("", f"cannot be read ({error.strerror}); check the file and its permissions") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistake(f"line {line}", "is not UTF-8 text; save the file with the encoding UTF-8") from None


def _parse(text: str) -> dict[str, Any]:
    if not text.strip():
        raise Mistake("", "is empty; it needs a [course] table and at least one [[exercises]] table")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Mistake("", "is nested too deeply; lists and tables here need three levels at most") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax_mistake(str(error), text) from None
    except ValueError:  # Python's own limit on the digits of a number
        raise Mistake("", "holds a number of thousands of digits; shorten it") from None


def _syntax_mistake(message: str, text: str) -> Mistake:
    what, _, place = message.partition(" (at ")
    found = re.match(r"line (\d+)", place)
    lines = text.splitlines()
    number = int(found[1]) if found else len(lines)
    shown = lines[number - 1].strip() if number <= len(lines) else ""
    return Mistake(
        f"line {number}", f"is no valid TOML: {what}, in `{plain(shown, limit=60)}`; correct this line"
    )


def _with_limits_merged(tables: CourseFile, data: dict[str, Any]) -> CourseFile:
    """Only the raw data knows which limits an exercise names and which are mere defaults."""
    common = data.get("limits", {})
    exercises = tuple(
        msgspec.structs.replace(table, limits=msgspec.convert({**common, **raw.get("limits", {})}, Limits))
        for table, raw in zip(tables.exercises, data["exercises"], strict=True)
    )
    return msgspec.structs.replace(tables, exercises=exercises)


def _translated(message: str, data: dict[str, Any]) -> Mistake:
    """Turn msgspec's message, "what - at `$.exercises[2].points`", into ours; tests pin its wording."""
    what, _, place = message.partition(" - at `$")
    place = place.rstrip("`").replace("[...]", "").lstrip(".")
    schema = re.sub(r"\[\d+\]", "", place)
    key = re.sub(r"^exercises\[(\d+)\]", lambda found: _exercise_label(int(found[1]), data), place)
    key = re.sub(r"\[\d+\]", "", key)
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return Mistake(_joined(key, plain(found[1], limit=60)), _unknown(found[1], schema))
    if found := re.fullmatch(r"Object missing required field `(\w+)`", what):
        return Mistake(_joined(key, found[1]), f"is missing; add {example(_joined(schema, found[1]))}")
    if found := re.fullmatch(r"Expected `(\w+)(?: \| null)?`, got `(\w+)`", what):
        wanted, given = (KINDS.get(name, name) for name in found.groups())
        return Mistake(key, f"must be {wanted}, not {given}; write for example {example(schema)}")
    if "RFC3339" in what:
        return Mistake(key, f"is no date with a time; write for example {example(schema)}")
    return Mistake(key, f"cannot be used ({what}); write for example {example(schema)}")


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _exercise_label(index: int, data: dict[str, Any]) -> str:
    table = data["exercises"][index]
    return label(index, table.get("id") if isinstance(table, dict) else None)


def _unknown(key: str, schema: str) -> str:
    """Suggest the key that was meant: a like one of this table, or the same one of another table."""
    known = [field.name for field in msgspec.structs.fields(TABLES[schema])]
    elsewhere = [
        _joined(table.removeprefix(schema).lstrip("."), key)
        for table, struct in TABLES.items()
        if table != schema and table.startswith(schema) and key in struct.__struct_fields__
    ]
    if near := difflib.get_close_matches(key, known, n=1) or elsewhere:
        return f"is no key of course.toml; did you mean {near[0]}?"
    return f"is no key of course.toml; the keys here are {', '.join(known)}"
