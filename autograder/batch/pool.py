"""Grader processes, one a core: each has a zygote of its own and grades one submission after another.

Jobs and reports cross as plain bytes. A grader that dies, or whose zygote does, costs the job in hand one
more try, then that job alone.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Protocol, TypeAlias

from autograder.errors import GraderError, HostError, InternalError, ProcessLost
from autograder.worker import identity

TRIES = 2
# New objects until garbage is looked for. At Python's own 700, that takes a thirtieth of a grader's time: a
# submission leaves thousands, nearly none of them garbage.
_COLLECTED_AT = 10_000
_TICK = 1.0  # seconds


class Jobs(Protocol):
    """What does numbered jobs: a pool of processes here, or graders on other machines."""

    def run(
        self, jobs: Sequence[int], *, meanwhile: Callable[[], None]
    ) -> Iterator[tuple[int, bytes | Died]]:
        """Yield (job, result) as results arrive; see `Pool.run`."""


class Share(Protocol):
    """What one grader process gets of the parent's."""

    def start(self) -> contextlib.AbstractContextManager[Callable[[bytes], bytes]]:
        """Set up the grader's process, give what does the job it is told, and leave nothing behind."""

    def release(self) -> None:
        """Let go, in the parent, of what now belongs to the grader's process."""


@dataclass(frozen=True, slots=True)
class Died:
    """A job that has no result, because each process that was to do it ended meanwhile."""

    reason: str  # how the last of them ended

    def __str__(self) -> str:
        return f"{TRIES} grader processes in turn ended while they worked on it ({self.reason})"


def found(result: bytes | Died) -> bytes:
    """Return a job's result where there is no doing without it; raises `HostError` for one that has none."""
    if isinstance(result, Died):
        raise HostError(f"A submission could not be graded: {result}. Use fewer --jobs if memory is short.")
    return result


_Task: TypeAlias = tuple[int, bytes]  # a job's number, and what a grader is told of it


@dataclass(slots=True)
class _Grader:
    process: ForkProcess
    link: Connection
    task: _Task | None = None  # the job in hand


class Pool:
    """Runs numbered jobs in forked grader processes.

    `prepare` runs in the parent before each fork; torch may be imported by then, but no tensor operation may
    have run (its threads do not survive a fork).
    """

    def __init__(self, size: int, prepare: Callable[[], Share]) -> None:
        self._prepare = prepare
        self._context = get_context("fork")
        gc.collect()
        gc.freeze()
        self._graders: list[_Grader] = []
        for _ in range(size):
            self._graders.append(self._fork())

    def run(
        self,
        jobs: Sequence[int],
        *,
        meanwhile: Callable[[], None] = lambda: None,
        tell: Callable[[int], bytes] = lambda job: b"%d" % job,
    ) -> Iterator[tuple[int, bytes | Died]]:
        """Yield (job, result) as results arrive; raises the `GraderError` that a job ran into.

        `meanwhile` is called after each second in which no result arrives. `tell` gives what a grader is told
        of a job. A run that came to its end may be followed by another one.
        """
        queue = deque((job, tell(job)) for job in jobs)
        tries: dict[int, int] = {}
        left = len(queue)
        for grader in self._graders:
            _give(grader, queue)
        while left:
            ready = self._ready()
            if not ready:
                meanwhile()
            for grader in ready:
                task, result = grader.task, _answer(grader)
                assert task is not None
                job, _ = task
                if isinstance(result, Died):
                    self._replace(grader)
                    tries[job] = tries.get(job, 0) + 1
                    if tries[job] < TRIES:
                        queue.appendleft(task)
                        _give(grader, queue)
                        continue
                left -= 1
                _give(grader, queue)  # before the result is written, so that nobody waits for the disk
                yield job, result

    def close(self) -> None:
        """End all graders."""
        for grader in self._graders:
            grader.link.close()
        for grader in self._graders:
            grader.process.join(5)
            if grader.process.is_alive():
                grader.process.kill()
                grader.process.join()

    def _ready(self) -> list[_Grader]:
        links = {grader.link: grader for grader in self._graders if grader.task is not None}
        return [links[link] for link in wait(list(links), _TICK) if isinstance(link, Connection)]

    def _replace(self, grader: _Grader) -> None:
        """Put a fresh grader in the place of one that has ended."""
        grader.link.close()
        fresh = self._fork()
        grader.process, grader.link, grader.task = fresh.process, fresh.link, None

    def _fork(self) -> _Grader:
        share = self._prepare()
        ours, theirs = self._context.Pipe()
        others = [grader.link for grader in self._graders]
        process = self._context.Process(
            target=_grader_main, args=(theirs, [ours, *others], share), daemon=False
        )
        process.start()
        theirs.close()
        share.release()
        return _Grader(process, ours)


def answer_of(work: Callable[[], bytes]) -> bytes:
    """Do one job and return what crosses to the other side: its result, or what it ran into."""
    try:
        return b"done:" + work()
    except ProcessLost as error:  # a fresh grader tries again, with a zygote of its own
        return b"lost:" + str(error).encode("utf-8", "replace")
    except GraderError as error:
        return f"failed:{type(error).__name__}:{error}".encode("utf-8", "replace")
    except BaseException:
        return f"failed:InternalError:{traceback.format_exc()[-2000:]}".encode("utf-8", "replace")


def result_of(answer: bytes) -> bytes | Died:
    """Return the result that an answer holds, `Died` where the grader that gave it is of no more use.

    Raises the `GraderError` that the job ran into.
    """
    kind, _, result = answer.partition(b":")
    if kind == b"failed":
        raise _failure(result)
    if kind == b"lost":
        return Died(result.decode("utf-8", "replace").rstrip("."))
    return result


def _answer(grader: _Grader) -> bytes | Died:
    """Take a grader's answer, or learn how it ended; raises what its job ran into."""
    try:
        result = result_of(grader.link.recv_bytes())
    except (EOFError, OSError):
        grader.process.join()
        return Died(_ending(grader.process.exitcode))
    if isinstance(result, Died):
        grader.process.join()
    return result


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return f"the last one was killed by signal {-code}"
    return f"the last one with exit code {code}"


def _give(grader: _Grader, queue: deque[_Task]) -> None:
    grader.task = queue.popleft() if queue else None
    if grader.task is not None:
        # One that died just now is found out, and replaced, when its answer is awaited.
        with contextlib.suppress(OSError):
            grader.link.send_bytes(grader.task[1])


def _grader_main(link: Connection, others: list[Connection], share: Share) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever it means to the parent
    for other in others:
        other.close()
    gc.set_threshold(_COLLECTED_AT)
    if sys.platform == "linux":
        identity.die_with_parent()  # nobody is left to take the answer; the zygote and workers follow
    try:
        with share.start() as grade:
            _serve(link, grade)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _serve(link: Connection, grade: Callable[[bytes], bytes]) -> None:
    """Do jobs until the parent hangs up."""
    while True:
        try:
            told = link.recv_bytes()
        except (EOFError, OSError):
            return
        answer = answer_of(functools.partial(grade, told))
        try:
            link.send_bytes(answer)
        except OSError:  # the parent has hung up while this was graded: Ctrl-C, or another job failed
            return
        if answer.startswith(b"lost:"):
            return


def _failure(text: bytes) -> GraderError:
    name, _, message = text.decode("utf-8", "replace").partition(":")
    kinds = {kind.__name__: kind for kind in _kinds(GraderError)}
    return kinds.get(name, InternalError)(message)


def _kinds(kind: type[GraderError]) -> list[type[GraderError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _kinds(child))]
