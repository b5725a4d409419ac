"""What `verify` says: a row for each promise about an exercise, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from autograder.course import Exercise


class Check(StrEnum):
    """What a row is about."""

    FILES = "files"  # the exercise's files can be read at all
    STUB_CURRENT = "stub current"
    HINTS = "hints"
    EXAMPLES = "examples"
    COUNTS = "counts"
    TOLERATES = "tolerates"
    POINTS = "points"
    PUBLIC_SHARE = "public share"
    SOLUTION = "solution"
    STUB = "stub"
    ALTERNATIVE = "alternative"
    MISCONCEPTION = "misconception"
    WRONG = "generic wrong"
    PROBES = "probes"
    REPEAT = "repeat"
    MUTANT = "mutant"  # one that survives
    EQUIVALENT = "equivalent"  # a record of one that no test can find out
    MUTANTS = "mutants"  # all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise about one exercise, and whether it holds."""

    exercise: str
    check: Check
    subject: str  # the file or variant that it is about
    ok: bool
    message: str  # what was found; where it does not hold also what to do


def row(exercise: Exercise, check: Check, subject: str, problem: str, fine: str = "") -> Row:
    """Return a row that holds when there is no problem."""
    return Row(exercise=exercise.id, check=check, subject=subject, ok=not problem, message=problem or fine)


def plural(number: int, noun: str) -> str:
    """Return "1 test", "2 tests"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
