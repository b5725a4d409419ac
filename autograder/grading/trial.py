"""A trial: a run of a suite over a submission that is expected to fail, for the sake of what it shows.

It is over as soon as enough is known, and its verdicts go into no gradebook.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, assert_never

from autograder.report import Status

if TYPE_CHECKING:
    from autograder.testing.oracles import Script
    from autograder.testing.points import Worth
    from autograder.testing.probes import Facts
    from autograder.worker.client import Worker


class Until(Enum):
    """When enough is known."""

    FAILURE = auto()  # one test has failed
    CAUGHT = auto()  # the tests named in `first` have run, and some test did not end in an error
    ASKED = auto()  # the tests and probes named in `first` have run
    TOLD = auto()  # `stop` says so, which is asked after each test


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How to find out soon what a wrong submission does."""

    until: Until
    first: tuple[str, ...] = ()  # tests that run before all others, in this order; probes run only if named
    mine: Callable[[str], bool] = lambda test: True  # asked in that order which tests to run at all
    seconds: Mapping[str, float] = field(default_factory=dict)  # limits of tests in place of the suite's
    inputs_of: str = ""  # digest of the submission whose inputs are drawn; "": of the one that is tried
    listen: Callable[[str, Worker], Worker] | None = None  # put before the worker of each test
    learn: Callable[[str, Facts], None] | None = None  # told what each probe finds out
    script: Script | None = None  # put between the tests and their oracles; inputs are a release's then
    stop: Callable[[Mapping[str, Status]], bool] = lambda statuses: False

    def over(self, statuses: Mapping[str, Status]) -> bool:
        """Whether enough is known once these tests have ended so."""
        match self.until:
            case Until.FAILURE:
                return any(status is not Status.PASSED for status in statuses.values())
            case Until.CAUGHT:
                asked = statuses.keys() >= set(self.first)
                return asked and any(status is not Status.ERROR for status in statuses.values())
            case Until.ASKED:
                return statuses.keys() >= set(self.first)
            case Until.TOLD:
                return self.stop(statuses)
            case _:
                assert_never(self.until)

    def limited(self, worths: Mapping[str, Worth]) -> dict[str, Worth]:
        """Return what tests are worth, with the trial's limits."""
        return {
            name: dataclasses.replace(worth, seconds=self.seconds.get(name, worth.seconds))
            for name, worth in worths.items()
        }
