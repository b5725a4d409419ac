"""Which grader of a cluster gets which submission: members of this pool come, work, and may vanish.

It knows nothing of Ray: `Remote` is what it needs of a cluster.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from autograder.batch.pool import TRIES, Died, result_of
from autograder.cluster.software import Software
from autograder.errors import HostError, ProcessLost

TICK_SECONDS = 1.0  # between two looks at whether anything happens at all
PATIENCE = 600.0  # seconds without a single grader: a cluster that grows may need minutes for a machine
AHEAD = 2  # submissions that a grader has: one in hand and the next, so that it need not wait for us
FAILED_STARTS = 3  # in a row, for each place of the pool

Handle = Any  # a grader
Ref = Any  # an answer that will come


class Remote(Protocol):
    """Graders elsewhere. An answer that a grader owes is a `Ref`."""

    def hire(self) -> tuple[Handle, Ref]:
        """Ask for a grader; the answer comes when it is ready, which may be never."""

    def give(self, handle: Handle, task: bytes) -> Ref:
        """Give a grader one more task. It does them one after the other."""

    def wait(self, refs: Sequence[Ref], seconds: float) -> Sequence[Ref]:
        """Return those that are there, as soon as one is; none when the time is up."""

    def answer(self, ref: Ref) -> bytes:
        """Return an answer that is there; raises `ProcessLost` where its grader or node is gone."""

    def dismiss(self, handle: Handle) -> None:
        """End a grader, whatever it does."""


@dataclass(slots=True, eq=False)
class _Member:
    """A place in the pool and the grader that has it."""

    handle: Handle
    starting: Ref | None  # None: it has started
    given: deque[tuple[int, Ref]] = field(default_factory=deque)  # jobs; the first is the one in hand

    @property
    def awaited(self) -> Ref | None:
        """The answer that comes next, if any."""
        return self.starting if self.starting is not None else self.given[0][1] if self.given else None


class ClusterPool:
    """Runs numbered jobs on a cluster's graders; `task` makes bytes of a job when its turn has come.

    `check` is told what each new grader grades with, and raises `HostError` where that is not right.
    """

    def __init__(
        self,
        remote: Remote,
        size: int,
        task: Callable[[int], bytes],
        check: Callable[[Software], None],
        *,
        takes: str = "1 CPU",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._remote = remote
        self._takes = takes  # what a grader takes of a node, for messages
        self._task = task
        self._check = check
        self._clock = clock
        self._unstarted = 0  # graders in a row that ended before they were ready
        self._seen = clock()  # when there last was a grader that had started
        self._members = [self._hire() for _ in range(size)]

    def first(self) -> Software:
        """Wait for the first grader, and return what it grades with."""
        while True:
            for member in self._news():
                if (software := self._start(member)) is not None:
                    return software

    def run(
        self, jobs: Sequence[int], *, meanwhile: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[int, bytes | Died]]:
        """Yield (job, result) as results arrive; raises the `GraderError` that a job ran into.

        `meanwhile` is called now and then while none does.
        """
        queue, tries, left = deque(jobs), Counter[int](), len(jobs)
        while left:
            self._feed(queue)
            news = self._news()
            if not news:
                meanwhile()
            for member in news:
                if member.starting is not None:
                    self._start(member)
                    continue
                job, result = self._take(member)
                if isinstance(result, Died):
                    # What waited behind it has not been begun, and is not to blame.
                    queue.extendleft(waiting for waiting, _ in reversed(member.given))
                    self._replace(member)
                    tries[job] += 1
                    if tries[job] < TRIES:
                        queue.appendleft(job)
                        continue
                left -= 1
                self._feed(queue)  # before the result is written, so that nobody waits for the disk
                yield job, result

    def _feed(self, queue: deque[int]) -> None:
        """Give each grader one job, then each the next; the last ones wait for whoever is free first."""
        for ahead in range(AHEAD):
            for member in self._members:
                if not queue or (ahead and len(queue) < len(self._members)):
                    return
                if member.starting is None and len(member.given) == ahead:
                    job = queue.popleft()
                    member.given.append((job, self._remote.give(member.handle, self._task(job))))

    def _news(self) -> list[_Member]:
        """Wait for answers, and return whose they are; raises `HostError` if nobody is there to give any."""
        awaited = {member.awaited: member for member in self._members if member.awaited is not None}
        there = self._remote.wait(list(awaited), TICK_SECONDS)
        if there or any(member.starting is None for member in self._members):
            self._seen = self._clock()
        elif self._clock() - self._seen > PATIENCE:
            raise HostError(
                f"No node of the cluster has had room for a grader ({self._takes}) for {PATIENCE / 60:.0f} "
                "minutes. `ray status` tells what the nodes have."
            )
        return [awaited[ref] for ref in there]

    def _start(self, member: _Member) -> Software | None:
        """Take the answer of a new grader; None if it has ended, and another was asked for."""
        try:
            result = result_of(self._remote.answer(member.starting))
        except ProcessLost as error:
            result = Died(str(error))
        if isinstance(result, Died):
            self._unstarted += 1
            if self._unstarted >= FAILED_STARTS * len(self._members):
                raise HostError(f"No grader can be started on the cluster: {result.reason}")
            self._replace(member)
            return None
        software = msgspec.msgpack.decode(result, type=Software)
        self._check(software)
        member.starting, self._unstarted = None, 0
        return software

    def _take(self, member: _Member) -> tuple[int, bytes | Died]:
        job, ref = member.given.popleft()
        try:
            return job, result_of(self._remote.answer(ref))
        except ProcessLost as error:
            return job, Died(str(error).rstrip("."))

    def _replace(self, member: _Member) -> None:
        self._remote.dismiss(member.handle)
        fresh = self._hire()
        member.handle, member.starting = fresh.handle, fresh.starting
        member.given.clear()

    def _hire(self) -> _Member:
        handle, starting = self._remote.hire()
        return _Member(handle, starting)
