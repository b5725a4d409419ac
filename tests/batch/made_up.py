"""A place where graders need no time: what they would have sent is made up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from autograder.batch.graders import read_files
from autograder.batch.place import Opened, Order
from autograder.batch.plan import Job
from autograder.report import Report, Status, TestResult

LAYERS = ("root", "seccomp")


def report_on(job: Job) -> Report:
    """Full marks, whatever was handed in."""
    digest = read_files(job, job.path).digest if job.path else ""
    test = TestResult(
        id="t", title="t", public=True, points=4.0, score=4.0, status=Status.PASSED, message="m" * 1000
    )
    return Report(
        exercise=job.exercise.id,
        learner=job.learner,
        score=4.0,
        max_score=4.0,
        tests=(test,),
        submission=digest,
        sandbox=LAYERS,
        seconds=0.1,
    )


@dataclass(frozen=True)
class _Reports:
    jobs: Sequence[Job]

    def run(self, jobs: Sequence[int], *, meanwhile: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
        for number in jobs:
            yield number, msgspec.msgpack.encode(report_on(self.jobs[number]))


class MadeUp:
    """A `batch.place.Place`."""

    def layers(self, sandbox: str) -> tuple[str, ...]:
        return LAYERS

    @contextlib.contextmanager
    def open(self, order: Order) -> Iterator[Opened]:
        yield Opened(layers=LAYERS, pool=_Reports(order.jobs), size=1)
