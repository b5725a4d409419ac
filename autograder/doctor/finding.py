"""What one look at the machine found."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable

import msgspec

from autograder.errors import GraderError


class State(enum.StrEnum):
    """How well a thing works."""

    OK = "ok"
    LIMITED = "limited"  # grading goes on without it
    BROKEN = "broken"  # grading needs it


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing, how well it works, and what to do about it."""

    name: str
    state: State
    found: str
    mend: str = ""  # empty where nothing needs mending


def ok(name: str, found: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(name=name, state=State.OK, found=found)


def limited(name: str, found: str, mend: str) -> Finding:
    """Return a finding that something is missed but not needed."""
    return Finding(name=name, state=State.LIMITED, found=found, mend=mend)


def broken(name: str, found: str, mend: str) -> Finding:
    """Return a finding that something needed does not work."""
    return Finding(name=name, state=State.BROKEN, found=found, mend=mend)


def guarded(name: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what a look finds; a look that itself fails is a finding too, and the others go on."""
    try:
        return list(look())
    except GraderError as error:
        return [broken(name, str(error), "")]
    except Exception as error:
        return [
            broken(name, f"looking at it failed: {type(error).__name__}: {error}", "Report this as a bug.")
        ]
