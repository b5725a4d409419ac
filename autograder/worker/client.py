"""The grader's side of one worker: requests go in, values come out, and it is told how a worker was lost.

Suites never see this module: they use the proxy in `submission`.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.errors import HostError, ProcessLost
from autograder.worker import values, wire
from autograder.worker.channel import REPLIES, Channel, Closed, Flooded, Overfed, TimedOut
from autograder.worker.layers import Layer
from autograder.worker.settings import Process, WorkerLimits

START_SECONDS = 60.0  # until a fresh worker greets; generous, since a loaded machine must not cost points


class LearnerError(Exception):
    """Learner code raised an exception; here as data.

    `line` and `source_file` say where in the learner's files, 0 and "" if nowhere; `own` whether that
    line says `raise`, so that no library and no operation raised the exception.
    """

    def __init__(self, raised: wire.Raised) -> None:
        super().__init__(f"{raised.type_name}: {raised.message}")
        self.type_name = raised.type_name
        self.mro = tuple(raised.mro)
        self.message = raised.message
        self.places = tuple(raised.places)
        self.own = raised.own
        self.out_of_memory = raised.out_of_memory
        last = raised.places[-1] if raised.places else wire.Place("", 0, "")
        self.source_file, self.line = last.file, last.line


class NotStarted(LearnerError):
    """Learner code still raises NotImplementedError."""


class LearnerTypeError(LearnerError, TypeError):
    """Learner code raised a TypeError; `list(handle)` takes one of `len` for "has no length" and goes on."""


class WorkerLost(Exception):
    """The worker is gone; `reason` is one of the names below, the text is for the learner.

    `killed`: by a SIGKILL that neither the grader nor learner code sent. Somebody else did, or the kernel,
    because the machine's memory ran out or (SIGXCPU being caught) the processor time.
    """

    def __init__(self, reason: str, text: str, *, killed: bool = False) -> None:
        super().__init__(text)
        self.reason = reason
        self.killed = killed


TIMEOUT, CRASHED, FLOODED, OVERFED, PROTOCOL = "timeout", "crashed", "flooded", "overfed", "protocol"
FORBIDDEN = "forbidden"  # the system call filter ended it


@dataclass(slots=True)
class Allowance:
    """Wall time that may be spent waiting for workers; spending it also spends the one above."""

    seconds: float
    above: Allowance | None = None
    spent: float = field(default=0.0, init=False)

    def left(self) -> float:
        """Return the seconds that remain, here and above."""
        own = self.seconds - self.spent
        return own if self.above is None else min(own, self.above.left())

    def spend(self, seconds: float) -> None:
        """Take time off."""
        self.spent += seconds
        if self.above is not None:
            self.above.spend(seconds)


class WatchedCalls:
    """The torch functions that were called while watching, in order; complete once the block has ended."""

    def __init__(self, *, operators: bool = True) -> None:
        self.operators = operators  # whether they are among them
        self.names: list[str] = []

    @property
    def total(self) -> int:
        """Return the number of calls of any function or operator."""
        return len(self.names)

    def count(self, name: str) -> int:
        """Return how often a function was called: "cdist", "Tensor.item", or "aten::mm"."""
        return sum(noted == name or noted.endswith(f".{name}") for noted in self.names)


class Worker:
    """One worker: requests go in, values come out, and a lost worker is told apart by how it was lost."""

    def __init__(
        self,
        process: Process,
        channel: Channel,
        limits: WorkerLimits,
        *,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self._start_seconds = start_seconds
        self._process = process
        self._channel = channel
        self._limits = limits
        self._number = 0
        self._closed = False
        self._greeted = self._loaded = False
        self.layers: tuple[str, ...] = ()
        self.when_ready: Callable[[], None] = lambda: None  # called once the worker is, and alone

    def greet(self) -> None:
        """Wait until the worker is ready, and alone; raises `HostError` when it cannot start.

        One that has been greeted already needs no further greeting.
        """
        if self._greeted:
            return
        try:
            reply, _ = self._exchange([], Allowance(self._start_seconds))
        except WorkerLost as lost:
            if lost.killed:  # and no learner code has run in it
                raise ProcessLost(f"A worker was killed before it began: {lost}. Is memory short?") from lost
            said = " ".join(self.output().split())[-300:] or str(lost)
            raise HostError(f"A worker could not start: {said}. Run `grade doctor` to see why.") from lost
        self._process.see_off_others()
        if isinstance(reply, wire.Answer) and isinstance(reply.value, wire.ListNode):
            self.layers = tuple(str(layer) for layer in reply.value.items)
        self._greeted = True
        self.when_ready()

    def request(
        self,
        allowance: Allowance,
        resolve: Any,
        operation: str,
        *arguments: Any,
        watched: WatchedCalls | None = None,
        **keywords: Any,
    ) -> Any:
        """Do one operation in the worker and return its value; note in `watched` what it calls.

        `resolve` turns a handle node into what the caller wants to hold. Raises `LearnerError`, `NotStarted`
        or `WorkerLost`.
        """
        self._number += 1
        packer = values.Packer(_handle_node, max_bytes=1 << 31, keep_strides=True)
        packed = packer.pack(list(arguments))
        named = packer.pack(keywords) if keywords else None
        watch: Literal["", "functions", "operators"] = ""
        if watched is not None:
            watch = "operators" if watched.operators else "functions"
        pieces = wire.frame(wire.Request(self._number, operation, packed, named, watch), packer.blobs)
        reply, body = self._exchange(pieces, allowance)
        if reply.number != self._number:
            raise self._lost(PROTOCOL, "")
        if watched is not None:
            watched.names += reply.calls or []
        if isinstance(reply, wire.Raised):
            raise _learner_error(reply)
        try:
            unpacker = values.Unpacker(body, resolve)
            value = unpacker.unpack(reply.value)
            unpacker.finish()
        except wire.WireError as error:
            raise self._lost(PROTOCOL, str(error)) from error
        return value

    def load(self, allowance: Allowance, files: dict[str, bytes], main: str) -> None:
        """Have it import a submission, if it has not yet; raises as `request` does."""
        if not self._loaded:
            self.request(allowance, _no_handle, "load", files, main)
            self._loaded = True

    def renew(self, allowance: Allowance) -> Any:
        """Have it import its submission anew, as if nothing had been before, for another test.

        Returns its answer: True if it has, and anything else if it cannot. Raises as `request` does.
        """
        self._channel.renew()  # what is printed from now on is the next test's
        return self.request(allowance, _no_handle, "renew")

    def output(self) -> str:
        """Return the first part of what the worker printed."""
        return self._channel.output() if not self._closed else ""

    def printed(self) -> str:
        """Return what the thread that waits for an answer has seen so far; for other threads, which must not
        ask for `output`.
        """
        return self._channel.printed()

    def interrupt(self) -> None:
        """End the worker from another thread; who waits for its answer is told that it is lost."""
        with contextlib.suppress(OSError):
            self._process.interrupt()

    def close(self) -> None:
        """End the worker."""
        if not self._closed:
            self._closed = True
            self._process.kill()
            self._channel.close()

    def _exchange(
        self, pieces: list[memoryview], allowance: Allowance
    ) -> tuple[wire.Answer | wire.Raised, memoryview]:
        start = time.monotonic()
        try:
            return self._channel.exchange(pieces, allowance.left())
        except TimedOut:
            raise self._lost(TIMEOUT, f"{allowance.seconds:g}") from None
        except Flooded:
            raise self._lost(FLOODED, "") from None
        except Overfed:
            raise self._lost(OVERFED, "") from None
        except wire.WireError as error:
            raise self._lost(PROTOCOL, str(error)) from error
        except Closed:
            raise self._lost(CRASHED, "") from None
        finally:
            allowance.spend(time.monotonic() - start)

    def _lost(self, reason: str, extra: str) -> WorkerLost:
        status = self._process.wait(2.0) if reason == CRASHED else None
        with contextlib.suppress(OSError):
            self._process.kill()
        match reason:
            case "timeout":
                text = f"it ran longer than the {extra} seconds that a test may take, and was stopped"
            case "flooded":
                size = self._limits.output_bytes >> 10
                text = f"it printed more than {size:,} KB of text, and was stopped"
            case "overfed":
                size = REPLIES * self._limits.reply_bytes >> 20
                text = f"its results took more than {size:,} MB in one test, and it was stopped"
            case "protocol":
                text = "its process interfered with the grader's messages, and was stopped"
                return WorkerLost(reason, text + (f" ({extra})" if extra else ""))
            case _:
                # Before the greeting no learner code has run; with NAMESPACES none can kill the worker.
                from_outside = not self._greeted or Layer.NAMESPACES in self.layers
                return _death(status, killed=status == -signal.SIGKILL and from_outside)
        return WorkerLost(reason, text)


def _death(status: int | None, *, killed: bool) -> WorkerLost:
    """Say how a process ended, from its exit code."""
    match status:
        case None:
            text = "its process closed the connection to the grader"
        case code if code >= 0:
            text = f"it ended the whole process with exit code {code} (os._exit or the like)"
        case _ if -status == signal.SIGXCPU:
            return WorkerLost(TIMEOUT, "it used up its processor time, and was stopped")
        case _ if -status == signal.SIGSYS:
            return WorkerLost(FORBIDDEN, f"its process was {_SIGNALS[31]}")
        case _:
            text = f"its process was {_SIGNALS.get(-status, f'ended by signal {-status}')}"
    return WorkerLost(CRASHED, text, killed=killed)


_SIGNALS = {
    4: "ended by an illegal instruction in native code (SIGILL)",
    6: "aborted by native code (SIGABRT)",
    7: "ended by a bus error (SIGBUS), often memory that ran out",
    8: "ended by an arithmetic error in native code (SIGFPE)",
    9: "killed (SIGKILL)",
    11: "ended by a crash in native code (SIGSEGV)",
    15: "terminated (SIGTERM)",
    31: "killed: it sent SIGKILL to itself, or made a forbidden system call (SIGSYS)",
}


def _learner_error(raised: wire.Raised) -> LearnerError:
    # A frame that somebody else wrote may say `own` and name no place.
    if raised.own and raised.places and "NotImplementedError" in raised.mro:
        return NotStarted(raised)
    return LearnerTypeError(raised) if "TypeError" in raised.mro else LearnerError(raised)


def _no_handle(node: wire.HandleNode) -> None:
    """Take a handle where there is nothing to be handled."""


def _handle_node(value: Any) -> wire.HandleNode:
    """Return the node of a `Handle` among the arguments; anything else cannot be sent."""
    node = getattr(value, "_node", None)
    if isinstance(node, wire.HandleNode):
        return node
    raise TypeError(f"a suite cannot send a {type(value).__name__} to the worker")
