"""One suite over one submission by two graders at once: who runs which test, and one report of two.

Both walk through the tests in the same order. A pipe holds a number for each test; whoever reads a number
runs that test. The kernel gives each number to one reader, so no lock can be left behind by a grader that
dies.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Sequence

import msgspec

from autograder.report import Report

_SIZE = 2  # bytes of a number
MOST = 1 << 12  # tests of a suite: what a pipe takes at once, and more than any suite has


class Tickets:
    """Numbers of tests that nobody has begun. Processes that are forked share them."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)

    def issue(self, count: int) -> None:
        """Put out the numbers below `count`, in place of what is left of others; nobody may be taking any."""
        self.withdraw()
        os.write(self._write, b"".join(number.to_bytes(_SIZE, "little") for number in range(count)))

    def withdraw(self) -> None:
        """Leave nothing to take."""
        while self.take() is not None:
            pass

    def take(self) -> int | None:
        """Take the lowest number that is left."""
        try:
            return int.from_bytes(os.read(self._read, _SIZE), "little")
        except BlockingIOError:
            return None

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._read)
        os.close(self._write)


class Half:
    """What one of two graders runs of the tests, which it asks for in their order.

    Asked for a second time, a test is its own if it was before: a suite is run once more where a worker was
    killed from outside.
    """

    def __init__(self, tickets: Tickets, tests: Sequence[str]) -> None:
        self._tickets = tickets
        self._places = {test: place for place, test in enumerate(tests)}
        self._own: set[int] = set()
        self._latest: float = -1

    def __call__(self, test: str) -> bool:
        """Whether this grader is to run a test; of those before it, it gets none any more."""
        place = self._places[test]
        if self._latest < place:
            number = self._tickets.take()
            if number is None:
                self._latest = math.inf
            else:
                self._latest = number
                self._own.add(number)
        return place in self._own


def joined(tests: Collection[str], halves: Sequence[Report]) -> Report | None:
    """Return the report of a suite's tests, of which each half has some, as one grader would have made it.

    None where that cannot be: a test is missing, or there are signs of tampering, of which one that ends an
    import counts once for a run and would be counted for each half of it.
    """
    found = {test.id: test for half in halves for test in half.tests}
    if any(half.tampering for half in halves) or not found.keys() >= set(tests):
        return None
    results = tuple(found[test] for test in tests)
    points = sum(test.points for test in results)
    return msgspec.structs.replace(
        halves[0],
        score=min(sum(test.score for test in results), points),
        max_score=points,
        tests=results,
        seconds=max(half.seconds for half in halves),
    )
