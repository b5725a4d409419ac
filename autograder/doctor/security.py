"""`grade doctor --security`: try to break out of a real worker on this machine, and give a verdict a layer.

Each layer is tried alone, so that none hides behind another, and then all of them together. What is tried
is in `attempts`; an attempt that cannot be made counts as one that was not stopped.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.errors import GraderError
from autograder.worker.layers import Layer
from autograder.worker.settings import Backend, Setup, WorkerLimits

SECONDS = 60.0  # for one attempt; those that are stopped take milliseconds
ALL = "all together"
LIMITS = WorkerLimits(memory_bytes=512 << 20, processes=24, file_bytes=8 << 20, scratch_bytes=64 << 20)

# What each layer must stop though it is alone.
ATTEMPTS: Mapping[str, tuple[str, ...]] = {
    Layer.NAMESPACES: ("signal_the_grader", "see_the_grader", "reach_the_network"),
    Layer.ROOT: ("see_a_file", "read_a_file", "write_a_file", "change_the_interpreter"),
    Layer.LANDLOCK: ("read_a_file", "write_a_file", "change_the_interpreter"),
    Layer.SECCOMP: (
        *("open_a_network_socket", "make_a_user_namespace", "trace_a_process"),
        *("mount_a_folder", "become_root"),
    ),
    Layer.LIMITS: ("take_much_memory", "write_a_large_file"),
}
# With all layers a worker also has a user of its own, whose processes can be counted.
EVERYTHING = tuple(
    dict.fromkeys([*(name for names in ATTEMPTS.values() for name in names), "start_many_processes"])
)


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt and what became of it."""

    name: str
    held: bool
    got: str = ""  # what it got, or why it could not be made


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the attempts on one layer."""

    layer: str
    attempts: tuple[Attempt, ...] = ()
    missing: str = ""  # why this machine lacks the layer

    @property
    def held(self) -> bool:
        """Whether the layer is there and stopped everything."""
        return not self.missing and bool(self.attempts) and all(one.held for one in self.attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Things on this machine that a worker must not reach."""

    place: str  # a folder that everybody may read and write
    host: str
    port: int
    process: int

    @property
    def arguments(self) -> tuple[str, str, int, int]:
        return self.place, self.host, self.port, self.process


def try_out(open_backend: Callable[[Setup], Backend]) -> list[Verdict]:
    """Make all attempts on this machine's workers; return a verdict for each layer and one for all."""
    with contextlib.ExitStack() as stack:
        target = stack.enter_context(_target())
        wanted: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
        wanted = [(str(layer), (str(layer),), ATTEMPTS[layer]) for layer in Layer]
        wanted.append((ALL, tuple(map(str, Layer)), EVERYTHING))
        opened = [
            (name, names, stack.enter_context(contextlib.closing(open_backend(Setup(layers=layers)))))
            for name, layers, names in wanted
        ]
        return [_verdict(name, names, backend, target) for name, names, backend in opened]


def _verdict(layer: str, names: Sequence[str], backend: Backend, target: _Target) -> Verdict:
    try:
        if backend.missing:
            return Verdict(layer=layer, missing="; ".join(sorted(set(backend.missing.values()))))
        return Verdict(layer=layer, attempts=tuple(_attempts(names, backend, target)))
    except GraderError as error:
        return Verdict(layer=layer, missing=str(error))


def _attempts(names: Iterable[str], backend: Backend, target: _Target) -> Iterator[Attempt]:
    """Make each attempt in a fresh worker."""
    for name in names:
        try:
            got = _made(name, backend, target)
        except GraderError:
            raise
        except Exception as error:  # the worker is lost, or the attempt has a mistake: nothing is shown by it
            yield Attempt(name=name, held=False, got=f"it could not be made: {error}")
        else:
            yield Attempt(name=name, held=not got, got=got)


def _made(name: str, backend: Backend, target: _Target) -> str:
    from autograder.worker.client import Allowance

    source = Path(__file__).with_name("attempts.py").read_bytes()
    worker = backend.open(LIMITS)
    try:
        worker.greet()
        allowance = Allowance(SECONDS)
        worker.request(allowance, None, "load", {"attempts.py": source}, "attempts.py")
        got = worker.request(allowance, None, "call", "attempt", [name, *target.arguments], {})
        return got if isinstance(got, str) else f"an answer of another type: {type(got).__name__}"
    finally:
        worker.close()


@contextlib.contextmanager
def _target() -> Iterator[_Target]:
    with (
        tempfile.TemporaryDirectory(prefix="torchgrade-security-") as place,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        os.chmod(place, 0o777)
        path = Path(place, "open-to-all")
        path.write_text("what everybody may read")
        path.chmod(0o644)
        host, port = server.getsockname()
        yield _Target(place=place, host=host, port=port, process=os.getpid())
