"""The grader's end of a worker's stream: bounded in time, in bytes, and in what the worker prints."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Sequence

from autograder.worker import wire
from autograder.worker.wire import Answer, Raised

CHUNK = 1 << 20
# A suite may keep every reply, so there is a bound on all of a worker's together. A byte of structure can
# become an object of some fifty bytes.
REPLIES = 16  # as many bytes, in replies of the largest size
WEIGHT_OF_STRUCTURE = 50
KEPT_OUTPUT = 8_000  # bytes of what the worker prints that are kept for reports


class Closed(Exception):
    """The worker is gone."""


class TimedOut(Exception):
    """The worker did not answer in time."""


class Flooded(Exception):
    """The worker printed more than it may."""


class Overfed(Exception):
    """The worker answered with more than all its replies together may hold."""


class Channel:
    """Sends requests and receives replies, while draining the worker's output.

    Memory grows with the bytes that arrive, never with what a frame announces.
    """

    def __init__(self, stream: socket.socket, output: int, *, max_body: int, max_output: int) -> None:
        self._stream = stream
        self._output = output
        self._max_body = max_body
        self._max_output = max_output
        self._room = REPLIES * max_body  # for further replies
        self._printed = 0
        self._kept = bytearray()
        self._received = bytearray()  # and not yet asked for
        self._events = selectors.EVENT_READ
        self._selector = selectors.DefaultSelector()
        self._stream.setblocking(False)
        os.set_blocking(output, False)
        self._selector.register(stream, selectors.EVENT_READ)
        self._selector.register(output, selectors.EVENT_READ)

    def printed(self) -> str:
        """Return what has been collected of what the worker printed; may be called from another thread."""
        return bytes(self._kept).decode("utf-8", "replace")  # the copy is one step of the interpreter

    def output(self) -> str:
        """Return the first part of what the worker printed, as text."""
        with contextlib.suppress(Flooded):
            self._drain()
        text = self.printed()
        return text if self._printed <= KEPT_OUTPUT else f"{text}\n[...]"

    def exchange(self, pieces: Sequence[memoryview], seconds: float) -> tuple[Answer | Raised, memoryview]:
        """Send a frame (or none) and return the reply with its body.

        Raises `Closed`, `TimedOut`, `Flooded`, `Overfed`, and `WireError` when the reply breaks the protocol.
        """
        deadline = time.monotonic() + seconds
        self._send(pieces, deadline)
        prefix = self._receive(wire.PREFIX.size, deadline)
        header_length, body_length = wire.lengths(prefix, self._max_body)
        self._room -= header_length * WEIGHT_OF_STRUCTURE + body_length
        if self._room < 0:
            raise Overfed
        data = memoryview(self._receive(header_length + body_length, deadline))
        return wire.decode_reply(data[:header_length]), data[header_length:]

    def renew(self) -> None:
        """Begin counting anew, for another test: what was printed so far is forgotten."""
        with contextlib.suppress(Flooded):
            self._drain()
        self._kept.clear()
        self._printed, self._room = 0, REPLIES * self._max_body

    def close(self) -> None:
        """Hang up."""
        self._selector.close()
        self._stream.close()
        os.close(self._output)

    def _send(self, pieces: Sequence[memoryview], deadline: float) -> None:
        for piece in pieces:
            rest = piece.cast("B") if piece.nbytes else piece
            while rest.nbytes:
                try:
                    rest = rest[self._stream.send(rest) :]
                except BlockingIOError:
                    self._wait(deadline, selectors.EVENT_READ | selectors.EVENT_WRITE)
                except OSError as error:
                    raise Closed from error

    def _receive(self, size: int, deadline: float) -> bytearray:
        while len(self._received) < size:
            self._wait(deadline, selectors.EVENT_READ)
            try:
                chunk = self._stream.recv(CHUNK)
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed from error
            if not chunk:
                raise Closed
            self._received += chunk
        data = self._received[:size]
        del self._received[:size]
        return data

    def _wait(self, deadline: float, events: int) -> None:
        """Wait until the stream is ready, draining the output meanwhile."""
        if events != self._events:
            self._selector.modify(self._stream, events)
            self._events = events
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimedOut
            ready = [key.fileobj for key, _ in self._selector.select(left)]
            if self._output in ready:
                self._drain()
            if self._stream in ready:
                return

    def _drain(self) -> None:
        while True:
            try:
                chunk = os.read(self._output, 1 << 16)
            except (BlockingIOError, ValueError):
                return
            except OSError:
                return
            if not chunk:
                with contextlib.suppress(KeyError, ValueError):
                    self._selector.unregister(self._output)
                return
            self._printed += len(chunk)
            self._kept += chunk[: KEPT_OUTPUT - len(self._kept)]
            if self._printed > self._max_output:
                raise Flooded
