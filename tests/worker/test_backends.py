"""What the grader remembers of workers does not grow, and a zygote that is killed can be replaced."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.errors import ProcessLost
from autograder.worker import control
from autograder.worker.backends import PlainBackend, ZygoteBackend
from autograder.worker.client import Allowance, WorkerLost
from autograder.worker.settings import Setup, WorkerLimits

NO_LAYERS = Setup(layers=())
NAMESPACES = Setup(layers=("namespaces",))


class FakeZygote(threading.Thread):
    """Says that it is ready, and of each worker, once it is killed, that it ended; even-numbered ones end by
    themselves."""

    def __init__(self, grader: socket.socket) -> None:
        super().__init__(daemon=True)
        self._grader = grader
        self.start()

    def run(self) -> None:
        with self._grader, contextlib.suppress(OSError):  # the grader hangs up
            self._serve()

    def _serve(self) -> None:
        self._grader.send(control.encode(control.Configured((), {})))
        while True:
            data, descriptors, _, _ = socket.recv_fds(self._grader, control.MAX_DATAGRAM, 4)
            if not data:
                return
            for descriptor in descriptors:
                os.close(descriptor)
            match control.decode_to_zygote(data):
                case control.Spawn(number=number) if number % 2 == 0:
                    self._grader.send(control.encode(control.Exited(number, 3)))
                case control.Kill(number) if number % 2:
                    self._grader.send(control.encode(control.Exited(number, -9)))


@pytest.fixture
def backend() -> Iterator[ZygoteBackend]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    zygote = FakeZygote(theirs)
    made = ZygoteBackend(NO_LAYERS, control_socket=ours)
    yield made
    made.close()
    zygote.join(10)


def test_workers_that_are_over_are_forgotten(backend: ZygoteBackend) -> None:
    """A grader sees a hundred thousand of them in a long run."""
    for _ in range(300):
        backend.open(WorkerLimits()).close()
    time.sleep(0.05)  # the last ones' ends are on their way
    backend.open(WorkerLimits()).close()
    assert (backend._asked, backend._exits) == (set(), {})


def test_how_a_worker_ended_is_told_once_to_who_asks_before_it_is_killed(backend: ZygoteBackend) -> None:
    first, second = backend.open(WorkerLimits()), backend.open(WorkerLimits())
    assert backend.exit_status(2, 5.0) == 3
    assert backend.exit_status(2, 0.0) is None
    assert backend.exit_status(1, 0.01) is None, "it still runs"
    first.close()
    assert backend.exit_status(1, 5.0) is None, "nobody who kills a worker asks how it ended"
    second.close()


def test_an_interruption_leaves_news_to_the_thread_that_reads(backend: ZygoteBackend) -> None:
    """Of two threads that see the same message, one waited for ever for the next."""
    first, second = backend.open(WorkerLimits()), backend.open(WorkerLimits())
    assert backend.exit_status(2, 5.0) == 3
    first.interrupt()
    assert select.select([backend._control], [], [], 5.0)[0]
    first.interrupt()
    assert select.select([backend._control], [], [], 0.0)[0], "it has read what is not its to read"
    assert backend.exit_status(1, 5.0) == -9
    first.close()
    second.close()


def test_plain_children_that_are_over_are_forgotten() -> None:
    backend = PlainBackend(NO_LAYERS)
    for _ in range(3):
        backend.open(WorkerLimits()).close()
    left = backend.open(WorkerLimits())
    assert len(backend._open) == 1
    backend.close()
    left.close()
    assert not Path(backend._open[0]._folder).exists()


def test_a_killed_zygote_is_told_from_all_else_and_the_next_split_has_a_fresh_one() -> None:
    backend = ZygoteBackend(NO_LAYERS)
    try:
        own = backend.split()
        worker = own.open(WorkerLimits())
        worker.greet()
        assert backend._process is not None
        backend._process.kill()
        backend._process.wait()
        with pytest.raises(ProcessLost, match="The process that starts workers has ended"):
            backend.open(WorkerLimits())
        worker.close()
        own.close()
        own = backend.split()
        worker = own.open(WorkerLimits())
        worker.greet()
        worker.close()
        own.close()
    finally:
        backend.close()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize(("setup", "outside"), [(NAMESPACES, True), (NO_LAYERS, False)])
def test_a_worker_killed_from_outside_is_told_from_one_that_ended_itself(setup: Setup, outside: bool) -> None:
    """Without a process namespace nobody can tell: learner code may have sent the signal."""
    backend = ZygoteBackend(setup)
    try:
        if outside and "namespaces" not in backend.layers:
            pytest.skip("this machine lacks namespaces")
        worker = backend.open(WorkerLimits())
        worker.greet()
        assert backend._process is not None
        (pid,) = _workers(backend._process.pid)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerLost) as lost:
            worker.request(Allowance(10.0), None, "load", {"a.py": b""}, "a.py")
        assert (lost.value.reason, lost.value.killed) == ("crashed", outside)
        worker.close()
    finally:
        backend.close()


def _workers(zygote: int) -> list[int]:
    """Its children; or those of its child, which serves in its place where a plain user started it."""
    found = children(zygote)
    deeper = [one for child in found for one in children(child)]
    return deeper if os.geteuid() and deeper else found
