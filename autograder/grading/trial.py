"""A trial: a suite's run over a submission that is expected to fail, over as soon as its verdict is known."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, assert_never

from autograder.report import Status

if TYPE_CHECKING:
    from autograder.testing.points import Worth


class Until(Enum):
    """When enough is known."""

    FAILURE = auto()  # one test has failed
    ASKED = auto()  # the tests named in `first` have run
    CAUGHT = auto()  # the tests named in `first` have run, and some test did not end in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How to find out soon that a submission is wrong."""

    until: Until
    first: tuple[str, ...] = ()  # tests that run before all others, in this order
    seconds: Mapping[str, float] = field(default_factory=dict)  # limits of tests in place of the suite's

    def over(self, statuses: Mapping[str, Status]) -> bool:
        """Whether enough is known once these tests have ended so."""
        match self.until:
            case Until.FAILURE:
                return any(status is not Status.PASSED for status in statuses.values())
            case Until.ASKED:
                return statuses.keys() >= set(self.first)
            case Until.CAUGHT:
                asked = statuses.keys() >= set(self.first)
                return asked and any(status is not Status.ERROR for status in statuses.values())
            case _:
                assert_never(self.until)

    def limited(self, worths: Mapping[str, Worth]) -> dict[str, Worth]:
        """Return what tests are worth, with the trial's limits."""
        return {
            name: dataclasses.replace(worth, seconds=self.seconds.get(name, worth.seconds))
            for name, worth in worths.items()
        }
