"""A second grader for `grade watch`, in a process of its own: each of the two runs half of the tests.

What a grader computes itself is bound to one core, and so is each worker. Two of both use two cores, and the
verdict is there in little more than half the time.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import TypeAlias, TypeVar

import msgspec

from autograder.batch.graders import available_cores
from autograder.course import Course, Exercise
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.grading.halves import Half, Tickets
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.watching.stoppable import StoppableGrader
from autograder.watching.training import following
from autograder.worker import identity
from autograder.worker.backends import ZygoteBackend


class Job(msgspec.Struct, frozen=True, tag=True):
    """A submission, half of whose tests the partner is to run."""

    exercise: str
    main: str
    files: dict[str, bytes]
    tests: tuple[str, ...]  # all, in the order in which both go through them


class Stop(msgspec.Struct, frozen=True, tag=True):
    """The job in hand is of no interest any more."""


class Heard(msgspec.Struct, frozen=True, tag=True):
    """How the tests of the job have ended so far."""

    statuses: dict[str, Status]


class Trained(msgspec.Struct, frozen=True, tag=True):
    """How a training goes."""

    curves: Curves


class Done(msgspec.Struct, frozen=True, tag=True):
    """The job is over. The report has those tests that were run of it; there is none where it was stopped."""

    report: Report | None


class Leave(msgspec.Struct, frozen=True, tag=True):
    """There will be no further job."""


ToPartner: TypeAlias = Job | Stop | Leave
FromPartner: TypeAlias = Heard | Trained | Done
_Message = TypeVar("_Message")
_TO_PARTNER: msgspec.msgpack.Decoder[ToPartner] = msgspec.msgpack.Decoder(ToPartner)
_FROM_PARTNER: msgspec.msgpack.Decoder[FromPartner] = msgspec.msgpack.Decoder(FromPartner)


class Partner:
    """The process, seen from the first grader.

    `interrupt` may be called from another thread; everything else is for the thread that grades.
    """

    def __init__(self, process: ForkProcess, link: Connection, tickets: Tickets) -> None:
        self._process = process
        self._link = _Link(link)
        self._tickets = tickets
        self._news: queue.SimpleQueue[FromPartner | None] = queue.SimpleQueue()
        self.statuses: Mapping[str, Status] = {}  # how tests of the job in hand have ended so far
        self.curves: Curves | None = None  # of what the test in hand trains
        self.gone = False  # it has ended, and does nothing any more
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process.pid is not None
        return self._process.pid

    def begin(self, exercise: Exercise, files: SubmissionFiles, tests: Sequence[str]) -> Half:
        """Start on a submission; return which of the tests are left to the first grader."""
        self._tickets.issue(len(tests))
        self.statuses = {}
        self._link.send(Job(exercise.id, files.main, dict(files.files), tuple(tests)))
        return Half(self._tickets, tests)

    def interrupt(self) -> None:
        """Have the job in hand come to nothing, at once."""
        self._link.send(Stop())

    def finish(self, heard: Callable[[], None]) -> Report | None:
        """Wait for the end of the job; `heard` is called when a test has ended.

        Return what was run of it, or None where it was stopped or the partner is gone.
        """
        while not self.gone:
            match self._news.get():
                case Done(report):
                    return report
                case None:
                    self.gone = True
                case _:
                    heard()
        return None

    def abandon(self) -> None:
        """Wait until the job in hand has come to nothing."""
        self._tickets.withdraw()
        self.interrupt()
        self.finish(lambda: None)

    def close(self) -> None:
        """End the process."""
        self._link.send(Leave())
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._reader.join()  # it has seen the end, and reads no more
        self._link.close()
        self._tickets.close()

    def _read(self) -> None:
        while True:
            message = self._link.receive(_FROM_PARTNER)
            match message:
                case Trained(curves):
                    self.curves = curves
                    continue
                case Heard(statuses):
                    self.statuses = statuses
            self.curves = None  # the test that trained is over
            self._news.put(message)
            if message is None:
                return


@contextlib.contextmanager
def partner_of(course: Course, grader: Grader) -> Iterator[Partner | None]:
    """Give a grader a partner while in the block; None where there is no second core, or no zygote to split.

    It is forked: no other thread may run yet, and no tensor operation may have run.
    """
    backend = grader.backend
    if available_cores() < 2 or not isinstance(backend, ZygoteBackend):
        yield None
        return
    from autograder.grading import suites  # noqa: F401  # what both need is imported once

    own, tickets = backend.split(), Tickets()
    gc.collect()
    gc.freeze()  # what was imported is there to stay, and need not be gone through while somebody waits
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_main, args=(theirs, ours, course, own, tickets))
    process.start()
    theirs.close()
    own.close()
    partner = Partner(process, ours, tickets)
    try:
        yield partner
    finally:
        partner.close()


def _main(
    link: Connection, other: Connection, course: Course, backend: ZygoteBackend, tickets: Tickets
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    other.close()
    if sys.platform == "linux":
        identity.die_with_parent()
    status = 1
    # Whatever goes wrong, the parent sees the end and goes on alone; a mistake of the course it meets itself.
    with contextlib.suppress(BaseException), Grader(course, backend=backend) as grader:
        _Work(_Link(link), course, StoppableGrader(grader), tickets).run()
        status = 0
    os._exit(status)


class _Work:
    """The partner, in its own process."""

    def __init__(self, link: _Link, course: Course, grader: StoppableGrader, tickets: Tickets) -> None:
        self._link, self._course, self._grader, self._tickets = link, course, grader, tickets
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def run(self) -> None:
        """Do jobs until the parent has no more."""
        threading.Thread(target=self._read, daemon=True).start()
        while (job := self._jobs.get()) is not None:
            with following(self._grader.curves, lambda curves: self._link.send(Trained(curves))):
                report = self._grader.grade(
                    self._course.exercise(job.exercise),
                    SubmissionFiles(job.main, job.files),
                    first=job.tests,
                    mine=Half(self._tickets, job.tests),
                    heard=lambda statuses: self._link.send(Heard(dict(statuses))),
                )
            self._link.send(Done(report))

    def _read(self) -> None:
        while True:
            match self._link.receive(_TO_PARTNER):
                case Job() as job:
                    self._grader.allow()  # a word to stop that came before was about another job
                    self._jobs.put(job)
                case Stop():
                    self._grader.interrupt()
                case _:
                    self._grader.interrupt()
                    self._jobs.put(None)
                    return


class _Link:
    """Messages over a connection, which several threads may send; who has hung up is sent nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()

    def send(self, message: ToPartner | FromPartner) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._connection.send_bytes(msgspec.msgpack.encode(message))

    def receive(self, decoder: msgspec.msgpack.Decoder[_Message]) -> _Message | None:
        """Wait for a message; None when there will be no more."""
        try:
            return decoder.decode(self._connection.recv_bytes())
        except (EOFError, OSError):
            return None

    def close(self) -> None:
        self._connection.close()
