"""The inside of a worker: imports the learner's module and does what the grader asks, one request at a time.

Everything here shares a process with learner code, so nothing here is secret and nothing here decides a
score. It is written for honest code; what hostile code can do to it, it can only do to its own answers.
"""

from __future__ import annotations

import contextlib
import dis
import importlib.util
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import msgspec
import torch

from autograder.accelerator.counts import COUNTS
from autograder.worker import recorder, values, wire
from autograder.worker.objects import Kept, Objects, Observations, Observed
from autograder.worker.renewal import Origin, seed_generators
from autograder.worker.wire import Raised, Request

MAX_PLACES = 10
_RAISE = dis.opmap["RAISE_VARARGS"]


class Host:
    """One learner's module, and the objects that the suite holds handles of."""

    def __init__(self, stream: socket.socket, folder: Path, *, data_root: str, max_reply: int) -> None:
        self._stream = stream
        self._folder = folder  # the worker's scratch folder
        self._max_reply = max_reply
        self._objects = Objects(folder, data_root)
        self._origin = Origin(folder)
        self._submission: tuple[dict[str, bytes], str] = ({}, "")  # its files, and the main one's name
        self._code: CodeType | None = None  # of the main file: a worker that serves on runs it again
        self._machine = contextlib.ExitStack()  # what the learner's code is to find, if not the machine's own
        self._operations: dict[str, Callable[..., Any]] = {
            "load": self._load,
            "renew": self._renew,
            "accelerator": self._switch_accelerator,
            **self._objects.operations(),
        }

    def serve(self) -> None:
        """Answer requests until the grader hangs up."""
        while self.answer_next():
            pass

    def answer_next(self) -> bool:
        """Wait for a request and answer it; False when there is none any more."""
        received = _receive(self._stream)
        if received is None:
            return False
        for piece in self._answer(*received):
            self._stream.sendall(piece)
        return True

    def host_module(self, module: ModuleType) -> None:
        """Take a module as the learner's."""
        self._objects.put(0, module)

    def _answer(self, request: Request, body: memoryview) -> list[memoryview]:
        calls: list[str] | None = [] if request.watch else None
        try:
            unpacker = values.Unpacker(body, self._objects.resolve, trusted=True)
            result = self._perform(request, unpacker, calls)
            packer = values.Packer(self._objects.keep, max_bytes=self._max_reply)
            with COUNTS.paused():  # to send a tensor home is our doing, not the learner's
                node = self._packed(result, packer, unpacker)
            return wire.frame(wire.Answer(request.number, node, calls), packer.blobs)
        # Whatever learner code raises, SystemExit and KeyboardInterrupt too, is an answer.
        except BaseException as error:
            raised = describe(error, request.number, self._folder)
            return wire.frame(msgspec.structs.replace(raised, calls=calls))

    def _perform(self, request: Request, unpacker: values.Unpacker, calls: list[str] | None) -> Any:
        arguments = unpacker.unpack(request.arguments)
        keywords = unpacker.unpack(request.keywords) or {}
        unpacker.finish()
        operation = self._operations[request.operation]
        if calls is None:
            return operation(*arguments, **keywords)
        with recorder.recording(calls, operators=request.watch == "operators"):
            return operation(*arguments, **keywords)

    def _packed(self, result: Any, packer: values.Packer, unpacker: values.Unpacker) -> wire.Node:
        if isinstance(result, Kept):
            return self._objects.keep(result.value)
        if isinstance(result, Observed | Observations):
            return packer.pack(result.plain(unpacker.still_holds))
        return packer.pack(result)

    def _switch_accelerator(self, device: str) -> None:
        """Let the learner's code find a GPU, "simulated" or the machine's own ("cuda"), or "none".

        Until the worker ends. Raises RuntimeError where the machine's own cannot be used.
        """
        from autograder.accelerator import real, switch

        machines = {"simulated": switch.simulated, "cuda": real.cuda, "none": switch.without}
        self._machine.enter_context(machines[device]())

    def _renew(self) -> bool:
        """Import the submission anew, for the next test; False where something that it did stays."""
        self._objects.clear()
        if not self._origin.restore():
            return False
        self._import()
        return True

    def _load(self, files: dict[str, bytes], main: str) -> None:
        """Take a submission and import its main module."""
        self._submission = files, main
        self._import()

    def _import(self) -> None:
        """Import the main module; its files are in the scratch folder, or are written there."""
        files, main = self._submission
        home = self._folder / "submission"
        if not home.exists():
            for name, content in files.items():
                path = home / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            self._origin.note_files()
        sys.path.insert(0, str(home))
        name, place = Path(main).stem, str(home / main)
        spec = importlib.util.spec_from_file_location(name, place)
        if spec is None:
            raise ImportError(f"{main} is not a Python module")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        self.host_module(module)
        # What the module's loader would do, without the search for bytecode of an earlier time.
        if self._code is None:
            self._code = compile(files[main], place, "exec", dont_inherit=True)
        exec(self._code, module.__dict__)


def describe(error: BaseException, number: int, folder: Path) -> Raised:
    """Turn an exception into plain, bounded data."""
    frames = list(_frames(error))
    home = str(folder / "submission") + os.sep
    own = [(line, frame) for line, frame in frames if frame.f_code.co_filename.startswith(home)]
    places = [
        wire.Place(frame.f_code.co_filename.removeprefix(home)[:200], line, frame.f_code.co_name[:200])
        for line, frame in own[-MAX_PLACES:]
    ]
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(home):
        places.append(wire.Place(str(error.filename).removeprefix(home)[:200], error.lineno or 0, "<module>"))
    text = _message(error)
    return Raised(
        number,
        type(error).__name__[:200],
        [kind.__name__[:200] for kind in type(error).__mro__[:50]],
        text,
        places,
        bool(own) and frames[-1][1] is own[-1][1] and _ends_with_raise(error),
        isinstance(error, MemoryError) or "can't allocate memory" in text,
    )


def _frames(error: BaseException) -> Iterator[tuple[int, Any]]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield line, frame


def _ends_with_raise(error: BaseException) -> bool:
    """Return whether the last frame says `raise`; a function written in C that it calls has no frame."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_code[last.tb_lasti] == _RAISE


def _message(error: BaseException) -> str:
    """Return str(error), which is learner code and may itself fail."""
    if isinstance(error, SyntaxError):
        text: Any = error.msg
    elif isinstance(error, KeyError) and len(error.args) == 1:
        text = (
            f"the key {error.args[0]!r} does not exist"
            if _is_plain(error.args[0])
            else "a key does not exist"
        )
    else:
        try:
            text = str(error)
        except BaseException:
            text = "(its message could not be read)"
    return str.encode(str(text)[: wire.MAX_TEXT], "utf-8", "replace").decode()


def _is_plain(value: Any) -> bool:
    return type(value) in (str, int, float, bool)


def _receive(stream: socket.socket) -> tuple[Request, memoryview] | None:
    # Requests come one at a time, so whatever arrives belongs to this one; most arrive whole.
    start = b""
    while len(start) < wire.PREFIX.size:
        chunk = stream.recv(wire.SMALL)
        if not chunk:
            return None
        start += chunk
    header_length, body_length = wire.PREFIX.unpack(start[: wire.PREFIX.size])
    data = memoryview(bytearray(header_length + body_length))
    got = len(start) - wire.PREFIX.size
    data[:got] = start[wire.PREFIX.size :]
    while got < len(data):
        count = stream.recv_into(data[got:])
        if not count:
            return None
        got += count
    return wire.decode_request(data[:header_length]), data[header_length:]


def work(stream: int, folder: str, data_root: str, max_reply: int, layers: list[str]) -> None:
    """Greet the grader with the sandbox layers in force, then host one submission until it hangs up.

    `stream` is the descriptor of a connected socket, `folder` the one place that may be written.
    """
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
        os.environ[name] = folder
    for name in ("USER", "LOGNAME"):
        os.environ[name] = "learner"  # there is no /etc/passwd to ask
    tempfile.tempdir = folder
    os.chdir(folder)
    torch.set_num_threads(1)  # also what makes results repeatable: sums are taken in one order
    seed_generators()
    connection = socket.socket(fileno=stream)
    with contextlib.suppress(ConnectionError):
        for piece in wire.frame(wire.Answer(0, wire.ListNode(list(layers)))):
            connection.sendall(piece)
        Host(connection, Path(folder), data_root=data_root, max_reply=max_reply).serve()
