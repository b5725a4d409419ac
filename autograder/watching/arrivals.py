"""What has arrived in a folder of submissions, and which of it is whole."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from watchfiles import watch

from autograder.batch.plan import Job
from autograder.watching.threads import beside

SETTLE_SECONDS = 1.0  # for so long a file must not change before it counts as whole
# What could not be graded, since its graders ended, is told so often in all, each time after so long: memory
# may be short for a while. Two graders try each time; what has ended six of them will end the next one.
TIMES, AGAIN_SECONDS = 3, 20.0
POLL_MS = 2_000  # between two looks at everything, where watchfiles is told to poll
_QUIET_MS, _LONGEST_MS = 50, 500  # a burst of events is over after so long without one, or at the latest
_TICK_MS = 200  # until the thread notices that it is to end

_Key: TypeAlias = tuple[str, str]  # learner and exercise
_State: TypeAlias = tuple[object, ...]  # what shows that a file has changed


@dataclass(slots=True)
class _Seen:
    state: _State
    since: float  # by the clock


@dataclass(slots=True)
class _Failed:
    state: _State
    times: int
    last: float  # by the clock


class Arrivals:
    """Tells which jobs are new or have changed, once they have stopped changing.

    A file that is being written or copied grows, or its time changes: it is whole when size and times have
    been the same for a moment. No time of the file's is compared with this machine's, whose clock may differ
    from that of a file server.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[_Key, _Seen] = {}
        self._taken: dict[_Key, _State] = {}
        self._failed: dict[_Key, _Failed] = {}

    def look(self, jobs: Sequence[Job]) -> tuple[list[Job], bool]:
        """Return the jobs that are whole and not taken, and whether there are others that may yet change."""
        now, whole, unsettled = self._clock(), [], False
        for job in jobs:
            key, state = _key(job), _state(job)
            seen = self._seen.get(key)
            if seen is None or seen.state != state:
                seen = self._seen[key] = _Seen(state, now)
            if self._taken.get(key) == state or self._waits(key, state, now):
                continue
            if now - seen.since >= SETTLE_SECONDS:
                whole.append(job)
            else:
                unsettled = True
        self._forget_all_but({_key(job) for job in jobs})
        return whole, unsettled

    def take(self, jobs: Iterable[Job]) -> None:
        """Note that jobs are graded as they were when they were last looked at.

        What has changed since then is another state, and will be told.
        """
        for job in jobs:
            self._taken[_key(job)] = self._seen[_key(job)].state
            self._failed.pop(_key(job), None)

    def fail(self, job: Job) -> bool:
        """Note that a job could not be graded as it was; return whether it will be told again as it is.

        If not, it is told when it changes.
        """
        key, state = _key(job), self._seen[_key(job)].state
        before = self._failed.get(key)
        times = 1 + (before.times if before is not None and before.state == state else 0)
        self._failed[key] = _Failed(state, times, self._clock())
        if times >= TIMES:
            self.take([job])
        return times < TIMES

    def give_back(self, exercises: Collection[str]) -> None:
        """Have everything of these exercises count as new."""
        self._taken = {key: state for key, state in self._taken.items() if key[1] not in exercises}
        self._failed = {key: failed for key, failed in self._failed.items() if key[1] not in exercises}

    def _waits(self, key: _Key, state: _State, now: float) -> bool:
        failed = self._failed.get(key)
        return failed is not None and failed.state == state and now - failed.last < AGAIN_SECONDS

    def _forget_all_but(self, keys: Collection[_Key]) -> None:
        for known in (self._seen, self._taken, self._failed):
            for key in known.keys() - keys:
                del known[key]


def _key(job: Job) -> _Key:
    return job.learner, job.exercise.id


def _state(job: Job) -> _State:
    if job.path is None:
        return (job.trouble,)
    try:
        found = job.path.lstat()
    except OSError as error:
        return (str(job.path), error.errno)
    return (str(job.path), found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@contextlib.contextmanager
def noticed(
    folders: Iterable[Path],
    *,
    happened: Callable[[], None],
    blind: Callable[[str], None],
    recursive: bool = True,
    endings: tuple[str, ...] = ("",),
) -> Iterator[None]:
    """Call `happened` on another thread whenever something changes in folders, while in the block.

    Files count whose names end in one of `endings`. `blind` is told why changes cannot be noticed, if they
    cannot, or no longer.
    """
    stop = threading.Event()

    def run() -> None:
        changes = watch(
            *folders,
            watch_filter=lambda _, path: path.endswith(endings),
            debounce=_LONGEST_MS,
            step=_QUIET_MS,
            stop_event=stop,
            rust_timeout=_TICK_MS,
            recursive=recursive,
            raise_interrupt=False,
            poll_delay_ms=POLL_MS,
            ignore_permission_denied=True,
        )
        try:
            for _ in changes:
                happened()
        except Exception as error:  # whatever the system, or the library in Rust, has against it
            blind(str(error))

    with beside(run, stop):
        yield
