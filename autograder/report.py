"""The one result model: what grading one submission gives. Everything else renders it."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection
from typing import Any

import msgspec

from autograder.exhibits import Exhibit

FORMAT = 1  # raised when a field changes its meaning; new fields only get defaults


class Status(enum.StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"  # the code ran, and its result is wrong
    ERROR = "error"  # the code raised an exception, or cannot be imported
    TIMEOUT = "timeout"  # the code ran into the time limit
    CRASHED = "crashed"  # the process died, or went over a limit other than time
    NOT_STARTED = "not_started"  # the code still raises NotImplementedError


_CANNOT_RUN = frozenset({Status.ERROR, Status.TIMEOUT, Status.CRASHED})


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """A known misconception that code which fails a test behaves like."""

    # Its file's name without .py; "a or b" where two do the same in all tests, "a and b" for two mistakes.
    misconception: str
    explanation: str  # for the learner

    @property
    def names(self) -> set[str]:
        """The names of all misconceptions in it."""
        return {name for one in self.misconception.split(" and ") for name in one.split(" or ")}


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict of one test on one submission."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    id: str  # the test function's name
    title: str
    public: bool
    points: float
    score: float  # 0 or `points`
    status: Status
    message: str = ""  # for the learner; of a hidden test it never shows inputs or expected values
    details: str = ""  # for the instructor alone
    output: str = ""  # what the code printed during this test, bounded; for the instructor
    seconds: float = 0.0  # wall time
    diagnosis: Diagnosis | None = None
    figures: dict[str, float] = {}  # what the suite has measured and recorded, such as an accuracy
    exhibits: tuple[Exhibit, ...] = ()  # what there is to look at; the learner may see it

    def function_among(self, names: Collection[str]) -> str | None:
        """Return the first of these functions that the title names."""
        return next((word for word in re.findall(r"\w+", self.title) if word in names), None)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What grading one submission gives."""

    exercise: str
    score: float
    max_score: float
    tests: tuple[TestResult, ...]
    learner: str = ""  # empty for `grade check`
    submission: str = ""  # digest of the submission's files, hexadecimal
    sandbox: tuple[str, ...] = ()  # the layers that were in force
    notes: tuple[str, ...] = ()  # remarks for the instructor
    tampering: dict[str, int] = {}  # signs of work against the grader, and how often each; for the instructor
    seconds: float = 0.0  # wall time of the whole submission
    format: int = FORMAT

    @property
    def full_marks(self) -> bool:
        """Whether every point was earned."""
        return bool(self.tests) and self.score == self.max_score

    @property
    def status(self) -> Status:
        """The state of the whole: the one that all tests share, else `failed`."""
        states = {test.status for test in self.tests}
        return states.pop() if len(states) == 1 else Status.FAILED

    @property
    def ran_nothing(self) -> bool:
        """Whether one thing keeps every test from running, such as a module that cannot be imported."""
        return (
            len(self.tests) > 1
            and len({test.message for test in self.tests}) == 1
            and all(test.status in _CANNOT_RUN for test in self.tests)
        )

    @property
    def figures(self) -> dict[str, float]:
        """What the tests have measured, by name."""
        return {name: value for test in self.tests for name, value in test.figures.items()}

    def for_learner(self) -> Report:
        """Return the report without what is for the instructor alone."""
        tests = (msgspec.structs.replace(test, details="", output="") for test in self.tests)
        return msgspec.structs.replace(self, tests=tuple(tests), notes=(), tampering={})

    def learner_view(self) -> dict[str, Any]:
        """Return what a learner may see, as plain data without durations."""
        keys = ("id", "title", "public", "points", "score", "status", "message")
        return {
            "exercise": self.exercise,
            "score": plain_number(self.score),
            "max_score": plain_number(self.max_score),
            "tests": [
                {
                    key: plain_number(value) if isinstance(value, float) else value
                    for key in keys
                    for value in [getattr(test, key)]
                }
                | ({"diagnosis": msgspec.structs.asdict(test.diagnosis)} if test.diagnosis else {})
                for test in self.tests
            ],
        }


def plain_number(value: float) -> float | int:
    """Return 3 for 3.0, so that whole scores print and serialize as whole numbers."""
    return int(value) if float(value).is_integer() else round(value, 6)


def encode(report: Report) -> bytes:
    """Serialize a report to indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def decode(data: bytes) -> Report:
    """Read a report back; raises `msgspec.ValidationError` when it is not one."""
    return msgspec.json.decode(data, type=Report)
