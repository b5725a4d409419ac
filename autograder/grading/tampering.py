"""Signs that a submission works against its grader: counted, shown to the instructor, part of no verdict.

The strongest is the canary, a hidden test worth nothing that no submission can pass: its right answer is
drawn after the workers have answered, and told to nobody. When its test is over, each worker is asked for
something more: to get ready for the next test, or what serves nothing else. So the canary takes no worker of
its own, and what it is answered goes the way of every answer: over the wire, through `expect`, pytest and the
verdict. A pass means that something on that way says yes to whatever comes.
"""

from __future__ import annotations

import contextlib
import enum
import secrets
from collections import Counter
from collections.abc import Callable

import pytest

from autograder.testing import expect
from autograder.worker.client import FORBIDDEN, PROTOCOL, LearnerError, WorkerLost

CANARY = "(canary)"  # no function of a suite can have this name


class Sign(enum.StrEnum):
    """What is counted, in the words that instructors read."""

    CANARY = "passed a test that cannot be passed"
    PROTOCOL = "broke the protocol"
    FORBIDDEN = "ended by the system call filter"
    REFUSED = "was refused a permission"


class Signs:
    """The signs of one submission, counted while its tests run."""

    def __init__(self) -> None:
        self._answers: list[object] = []
        self._counts: Counter[Sign] = Counter()
        self._noted: list[BaseException] = []

    def question(self, ask: Callable[[], object]) -> object:
        """Ask a worker whose test is over, and keep the answer for the canary; None if none came."""
        try:
            answer = ask()
        except WorkerLost as lost:
            self.note(lost)
            return None
        except LearnerError:  # an answer too, and a wrong one
            return None
        self._answers.append(answer)
        return answer

    def note(self, error: BaseException) -> None:
        """Count what ended a test, if it is a sign; what ended the import ends all tests, and counts once."""
        if any(error is noted for noted in self._noted):
            return
        self._noted.append(error)
        match error:
            case WorkerLost(reason=reason) if reason == PROTOCOL:
                self._counts[Sign.PROTOCOL] += 1
            case WorkerLost(reason=reason) if reason == FORBIDDEN:
                self._counts[Sign.FORBIDDEN] += 1
            case LearnerError(mro=mro) if "PermissionError" in mro:
                self._counts[Sign.REFUSED] += 1

    def canary(self) -> None:
        """Check the answers: passes if any of them is taken for the right one."""
        right = secrets.token_hex(16)
        for answer in self._answers:
            with contextlib.suppress(Exception):  # whatever an odd answer makes of the check, it is no pass
                expect.equal(answer, right)
                return
        expect.that(False, "no answer is right")

    def counted(self, *, canary_passed: bool) -> dict[str, int]:
        """Return each sign that was seen, with how often it was."""
        counts = self._counts + Counter({Sign.CANARY: int(canary_passed)})
        return {str(sign): counts[sign] for sign in Sign if counts[sign]}


def canary_for(item: pytest.Item) -> pytest.Item:
    """Return the canary as a test beside another one; the plugin's fixture `signs` gives it the answers."""
    canary: pytest.Item = pytest.Function.from_parent(item.parent, name=CANARY, callobj=_canary)
    return canary


def _canary(signs: Signs) -> None:
    signs.canary()
