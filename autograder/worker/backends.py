"""Where workers come from: forked by a zygote, or started as plain children.

Importing this module and constructing a backend do not import torch: the zygote does so first, and the grader
at the same time.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import IO, TYPE_CHECKING, Protocol

from autograder.errors import HostError, ProcessLost
from autograder.worker import control, removal
from autograder.worker.settings import Backend, Process, Setup, WorkerLimits

if TYPE_CHECKING:
    from autograder.worker.client import Worker

READY_SECONDS = 120.0  # importing torch from a cold disk on a loaded machine
END_SECONDS = 5.0  # for killed workers to be gone; the kernel takes milliseconds
# What a zygote or a plain child gets to know of the environment; nothing of it is secret.
_KEPT_VARIABLES = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_SET_VARIABLES = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
# What makes a zygote cheap to fork: memory in one heap, of huge pages. A tenth of the time of `grade all`.
_FOR_MANY_WORKERS = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": ":".join(
        (
            "glibc.malloc.hugetlb=1",
            f"glibc.malloc.mmap_threshold={32 << 20}",
            f"glibc.malloc.top_pad={32 << 20}",
        )
    ),
}


def environment(*, many: bool = False) -> dict[str, str]:
    """Return the environment of a zygote or plain child; `many` says that it will fork many workers."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | _SET_VARIABLES | (_FOR_MANY_WORKERS if many else {})


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours in an interpreter that believes nothing it is told."""
    return [sys.executable, "-s", "-P", "-u", "-W", "ignore", "-m", module, *arguments]


class ZygoteBackend:
    """Workers forked by a zygote, inside as many sandbox layers as this machine has.

    Construction returns at once: the zygote imports torch while the grader does the same.
    """

    def __init__(self, setup: Setup, *, control_socket: socket.socket | None = None) -> None:
        self._setup = setup
        self._numbers = itertools.count(1)
        self._asked: set[int] = set()  # workers whose end somebody may still ask for
        self._exits: dict[int, int] = {}  # how those of them ended that have
        self._alive: set[int] = set()  # workers of whose end no word has come
        self._killed: set[int] = set()  # those of them that are to end
        self._configured: control.Configured | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None  # what the zygote says when it fails
        self._control = control_socket or self._start()

    @property
    def layers(self) -> tuple[str, ...]:
        """Layers in force in every worker."""
        return self._ready().layers

    @property
    def missing(self) -> dict[str, str]:
        """Layers wanted that this machine lacks."""
        return self._ready().missing

    def open(self, limits: WorkerLimits) -> Worker:
        """Start a worker."""
        self._ready()
        number = next(self._numbers)
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        message = control.Spawn(
            number,
            limits.memory_bytes,
            limits.processes,
            limits.file_bytes,
            limits.scratch_bytes,
            limits.cpu_seconds,
            limits.reply_bytes,
            limits.gpu,
        )
        try:
            self._send(message, [theirs.fileno(), write])
        except BaseException:
            ours.close()
            os.close(read)
            raise
        finally:
            theirs.close()
            os.close(write)
        self._asked.add(number)
        self._alive.add(number)
        return make_worker(_Forked(self, number), ours, read, limits)

    def split(self) -> ZygoteBackend:
        """Return a second backend with a zygote of its own, forked from this one.

        A zygote that was killed meanwhile is started anew first, where this backend is the one that did so.
        """
        try:
            return self._split()
        except ProcessLost:
            if self._process is None:
                raise
        self.close()
        self._configured = None
        self._control = self._start()
        return self._split()

    def _split(self) -> ZygoteBackend:
        configured = self._ready()
        ours, theirs = _control_pair()
        try:
            self._send(control.Split(), [theirs.fileno()])
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        other = ZygoteBackend(self._setup, control_socket=ours)
        other._configured = configured
        return other

    def close(self) -> None:
        """Hang up; the zygote ends its workers and itself."""
        self._control.close()
        self._asked.clear()
        self._exits.clear()
        if self._process is not None:
            if self._configured is None:  # still importing torch, and deaf until it is done
                self._process.kill()
            self._process.wait()
        if self._log is not None:
            self._log.close()

    def kill(self, number: int) -> None:
        """End a worker and what it started. How it ends is of no interest any more."""
        self._asked.discard(number)
        self._exits.pop(number, None)
        if number in self._alive:
            self._killed.add(number)
        with contextlib.suppress(OSError, ProcessLost):
            self._send(control.Kill(number), [])

    def interrupt(self, number: int) -> None:
        """End a worker from another thread, which must not read what the zygote has to say.

        Of two that see a message, one would wait for the next, and hold up whoever waits for it.
        """
        self._control.send(control.encode(control.Kill(number)))

    def see_off(self) -> None:
        """Wait until the workers that were killed have ended, at most END_SECONDS."""
        deadline = time.monotonic() + END_SECONDS
        while self._killed and (left := deadline - time.monotonic()) > 0:
            self._receive(left)
        self._killed.clear()

    def exit_status(self, number: int, seconds: float) -> int | None:
        """Return how a worker ended, waiting for the zygote's word at most that long; None after `kill`."""
        deadline = time.monotonic() + seconds
        while number in self._asked and number not in self._exits:
            if (left := deadline - time.monotonic()) <= 0:
                return None
            self._receive(left)
        self._asked.discard(number)
        return self._exits.pop(number, None)

    def _start(self) -> socket.socket:
        ours, theirs = _control_pair()
        setup = self._setup
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the zygote
        self._process = subprocess.Popen(
            command("autograder.worker.zygote"),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env=environment(many=setup.many),
            start_new_session=True,  # Ctrl-C is the grader's to handle
        )
        theirs.close()
        data = str(setup.data) if setup.data else None
        configure = control.Configure(
            setup.layers, setup.preload, data, setup.many, setup.gpu.devices, setup.gpu.read
        )
        ours.send(control.encode(configure))
        return ours

    def _last_words(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").split("\n")
        said = " ".join(" ".join(lines[-4:]).split())[-300:]
        return f" ({said})" if said else ""

    def _ready(self) -> control.Configured:
        deadline = time.monotonic() + READY_SECONDS
        while self._configured is None:
            if time.monotonic() > deadline:
                raise HostError("The sandbox did not start in time. Is this machine very busy? Try again.")
            self._receive(deadline - time.monotonic())
        return self._configured

    def _receive(self, seconds: float) -> None:
        if not select.select([self._control], [], [], max(seconds, 0.0))[0]:
            return
        try:
            data = self._control.recv(control.MAX_DATAGRAM)
        except ConnectionError:  # it ended with messages of ours unread
            data = b""
        if not data:
            raise self._lost()
        match control.decode_from_zygote(data):
            case control.Configured() as configured:
                self._configured = configured
            case control.Exited(number, status):
                self._alive.discard(number)
                self._killed.discard(number)
                if number in self._asked:
                    self._exits[number] = status

    def _lost(self) -> ProcessLost:
        said = self._last_words()
        return ProcessLost(f"The process that starts workers has ended{said}. Run `grade doctor`.")

    def _send(self, message: control.ToZygote, descriptors: list[int]) -> None:
        # Take the news of ended workers off the socket, so that neither side's buffer fills.
        while select.select([self._control], [], [], 0)[0]:
            self._receive(0)
        try:
            socket.send_fds(self._control, [control.encode(message)], descriptors)
        except ConnectionError as error:
            raise self._lost() from error


class _Forked:
    def __init__(self, backend: ZygoteBackend, number: int) -> None:
        self._backend = backend
        self._number = number

    def kill(self) -> None:
        self._backend.kill(self._number)

    def interrupt(self) -> None:
        self._backend.interrupt(self._number)

    def wait(self, seconds: float) -> int | None:
        return self._backend.exit_status(self._number, seconds)

    def see_off_others(self) -> None:
        self._backend.see_off()


def make_worker(
    process: Process, stream: socket.socket, output: int, limits: WorkerLimits, *, imports: bool = False
) -> Worker:
    """Return the grader's side of a worker from our ends of its stream and of what it prints.

    `imports` says that the worker has to import torch before it greets.
    """
    from autograder.worker.channel import Channel
    from autograder.worker.client import Worker

    channel = Channel(stream, output, max_body=limits.reply_bytes, max_output=limits.output_bytes)
    if imports:
        return Worker(process, channel, limits, start_seconds=READY_SECONDS)
    return Worker(process, channel, limits)


def _control_pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


class Child(Protocol):
    """What a plain child must offer: a part of subprocess.Popen."""

    @property
    def pid(self) -> int:
        """Its process, which leads a session of its own."""

    @property
    def returncode(self) -> int | None:
        """Its exit code, None until `wait` has seen its end."""

    def kill(self) -> None:
        """End it."""

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code. Raises subprocess.TimeoutExpired."""


# A command and where its output goes: a process, and our end of its stream.
Start = Callable[[list[str], int], tuple[Child, socket.socket]]


class PlainBackend:
    """Workers as plain child processes: no sandbox, only the limits that the system has.

    The next child starts while the current one works, since each imports torch anew. With `tcp`, children
    connect to a local port, which is what Windows needs; `start` starts them in another way.
    """

    def __init__(self, setup: Setup, *, tcp: bool = os.name == "nt", start: Start | None = None) -> None:
        self._setup = setup
        self._start = start or (_start_by_port if tcp else _start_by_inheritance)
        self.layers: tuple[str, ...] = ()
        self.missing = dict.fromkeys(setup.layers, f"not to be had on {sys.platform}")
        self._open: list[_Child] = []

    def open(self, limits: WorkerLimits) -> Worker:
        """Start a worker."""
        folder = tempfile.mkdtemp(prefix="torchgrade-")
        values = asdict(limits)
        settings = {name: values[name] for name in values if name != "output_bytes"} | {
            "max_reply": limits.reply_bytes,
            "data": str(self._setup.data or ""),
            "preload": self._setup.preload,
        }
        arguments = (folder, json.dumps(settings))
        read, write = os.pipe()
        try:
            process, stream = self._start(command("autograder.worker.plain", *arguments), write)
        finally:
            os.close(write)
        child = _Child(process, folder)
        self._open = [*(other for other in self._open if other.runs), child]
        return make_worker(child, stream, read, limits, imports=True)

    def close(self) -> None:
        """End every child that is left."""
        for child in self._open:
            child.kill()


class _Child:
    def __init__(self, process: Child, folder: str) -> None:
        self._process = process
        self._folder = folder

    def see_off_others(self) -> None:
        pass  # `kill` has waited for each

    @property
    def runs(self) -> bool:
        return self._process.returncode is None

    def interrupt(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)  # it leads a session of its own
            else:
                self._process.kill()

    def kill(self) -> None:
        self.interrupt()
        self._process.wait()
        removal.remove_tree(self._folder)

    def wait(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


def _start_by_inheritance(arguments: list[str], output: int) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    process = _popen(arguments, theirs.fileno(), output)
    theirs.close()
    return process, ours


def _start_by_port(arguments: list[str], output: int) -> tuple[subprocess.Popen[bytes], socket.socket]:
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(READY_SECONDS)
        process = _popen([*arguments, str(server.getsockname()[1]), token], subprocess.DEVNULL, output)
        stream, _ = server.accept()
    stream.settimeout(READY_SECONDS)
    if stream.recv(len(token), socket.MSG_WAITALL) != token.encode():
        process.kill()
        raise HostError("Another program answered in place of the worker. Try again.")
    return process, stream


def _popen(arguments: list[str], stdin: int, output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        arguments, stdin=stdin, stdout=output, stderr=output, env=environment(), start_new_session=True
    )


def _automatic(setup: Setup) -> Backend:
    """Return the best that this system has; what it lacks is in `missing`."""
    return ZygoteBackend(setup) if sys.platform == "linux" else PlainBackend(setup)


def _unprotected(setup: Setup) -> Backend:
    return PlainBackend(replace(setup, layers=()))


def _contained(setup: Setup) -> Backend:
    from autograder.worker.container import ContainerBackend

    return ContainerBackend(setup)


BACKENDS: dict[str, Callable[[Setup], Backend]] = {
    "auto": _automatic,
    "container": _contained,
    "none": _unprotected,
}
