"""How far a run is: what is done, what runs, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from autograder.batch.plan import Job
from autograder.report_row import ReportRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a run is after something has happened, or after a second in which nothing has."""

    finished: ReportRow | None  # with this step, if anything
    done: int  # of `total`, with what an earlier run has graded
    total: int
    running: int
    failed: int  # jobs that the grader could not do
    a_second: float | None  # submissions that were finished by this run; None before the first
    seconds_left: float | None  # None: nothing tells yet


Progress = Callable[[Step], None]


class Tally:
    """Counts what becomes of the jobs of a run, and estimates when the last of them will be done.

    A job is expected to take as long as others of its exercise have taken on average, those of earlier runs
    included. An exercise of which none is finished takes its `submission_seconds` times the part of theirs
    that the others took. So a queue that begins with the long ones is not taken for one of long ones only.
    What is expected of the jobs that wait, and is left of those that run, is shared among `at_once` graders;
    it is no less than what is left of any one job.
    """

    def __init__(
        self, jobs: Sequence[Job], total: int, at_once: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`jobs` are those to grade, in the order in which they are begun."""
        self._jobs = jobs
        self._total = total
        self._at_once = max(at_once, 1)
        self._clock = clock
        self._begin = clock()
        self._limits = {job.exercise.id: job.exercise.limits.submission_seconds for job in jobs}
        self._begun = 0  # so many of the jobs
        self._running: dict[int, float] = {}  # by number: when each was begun
        self._waiting = Counter(job.exercise.id for job in jobs)
        self._seconds: dict[str, tuple[float, int]] = {}  # of an exercise's submissions: their sum and number
        self._done = self._graded = self._failed = 0
        self._fill()

    def learn(self, rows: Iterable[ReportRow]) -> None:
        """Hear how long earlier runs took."""
        for row in rows:
            self._measure(row)

    def take_over(self, row: ReportRow) -> Step:
        """Note a report that took no time: an earlier run's, or that of a copy."""
        self._done += 1
        return self.step(row)

    def finish(self, number: int, row: ReportRow) -> Step:
        """Note that a job is done."""
        self._end(number)
        self._measure(row)
        self._done += 1
        self._graded += 1
        return self.step(row)

    def fail(self, number: int | None = None) -> Step:
        """Note that a job, or a copy that waited for one, could not be done."""
        if number is not None:
            self._end(number)
        self._failed += 1
        return self.step()

    def step(self, finished: ReportRow | None = None) -> Step:
        """Return where the run is now."""
        passed = self._clock() - self._begin
        return Step(
            finished=finished,
            done=self._done,
            total=self._total,
            running=len(self._running),
            failed=self._failed,
            a_second=self._graded / passed if self._graded and passed > 0 else None,
            seconds_left=self._seconds_left(),
        )

    def _end(self, number: int) -> None:
        self._running.pop(number, None)
        self._fill()

    def _fill(self) -> None:
        while self._begun < len(self._jobs) and len(self._running) < self._at_once:
            self._running[self._begun] = self._clock()
            self._waiting[self._jobs[self._begun].exercise.id] -= 1
            self._begun += 1

    def _measure(self, row: ReportRow) -> None:
        if row.seconds:
            total, count = self._seconds.get(row.exercise, (0.0, 0))
            self._seconds[row.exercise] = (total + row.seconds, count + 1)

    def _seconds_left(self) -> float | None:
        if not self._running:
            return 0.0
        expected = self._expected()
        if not expected:
            return None
        now = self._clock()
        running = [
            max(expected[self._jobs[number].exercise.id] - (now - begun), 0.0)
            for number, begun in self._running.items()
        ]
        waiting = {name: count for name, count in self._waiting.items() if count}
        together = sum(running) + sum(expected[name] * count for name, count in waiting.items())
        return max(together / self._at_once, *running, *(expected[name] for name in waiting))

    def _expected(self) -> dict[str, float]:
        """Return how many seconds a submission takes, by exercise; empty as long as nothing is known."""
        known = {
            name: total / count for name, (total, count) in self._seconds.items() if name in self._limits
        }
        if not known:
            return {}
        part = sum(seconds / self._limits[name] for name, seconds in known.items()) / len(known)
        return {name: limit * part for name, limit in self._limits.items()} | known
