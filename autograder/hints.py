"""Hints: for each function a few, from a nudge to nearly the answer, and how many a learner has taken.

A hints file has a section `## name` for each function, and in it `### Hint 1`, `### Hint 2` and so on. What
was taken is kept in .torchgrade/hints.json of the course's folder:

    {"format": 1, "taken": {"ex03": {"standardize": 2}}}

It may be deleted at any time; the hints then begin anew.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from autograder import atomic
from autograder.course import Course

FORMAT = 1


_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class _File(msgspec.Struct, frozen=True, kw_only=True):
    format: int = FORMAT
    taken: dict[str, dict[str, _Count]] = {}  # by exercise and function


def sections(text: str) -> dict[str, list[tuple[int, str]]]:
    """Return for each function its hints that say something, with the numbers that the file gives them."""
    found: dict[str, list[tuple[int, str]]] = {}
    for part in re.split(r"^## +", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        hints = re.split(r"^### +Hint +(\d+)[ \t]*$", body, flags=re.MULTILINE)[1:]
        pairs = zip(hints[::2], hints[1::2], strict=True)
        found[title.strip().strip("`").partition("(")[0]] = [
            (int(number), said.strip()) for number, said in pairs if said.strip()
        ]
    return found


def path(course: Course) -> Path:
    """Return where it is kept how many hints were taken."""
    return course.root / ".torchgrade" / "hints.json"


def taken(course: Course) -> dict[str, dict[str, int]]:
    """Return how many hints were taken, by exercise and function."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(path(course).read_bytes(), type=_File)
        return found.taken if found.format == FORMAT else {}
    return {}


def take(course: Course, exercise: str, function: str, count: int) -> None:
    """Note that so many hints of a function were taken, if the disk lets us."""
    before = taken(course)
    after = before | {exercise: before.get(exercise, {}) | {function: count}}
    content = msgspec.json.format(msgspec.json.encode(_File(taken=after)), indent=2)
    with contextlib.suppress(OSError):
        path(course).parent.mkdir(exist_ok=True)
        atomic.write(path(course), content + b"\n")
