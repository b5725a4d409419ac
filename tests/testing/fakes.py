"""The real proxy of a learner's module with the worker in the same process: no fork, no sandbox, no socket.

Values still travel as packed nodes, so that what a check gets is what it would get from a worker.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import torch

from autograder.testing.failures import ExpectationFailed
from autograder.testing.syntax import Syntax
from autograder.worker import host, recorder, values, wire
from autograder.worker.client import Allowance, LearnerError, NotStarted, WatchedCalls
from autograder.worker.objects import Kept, Objects, Observations, Observed
from autograder.worker.submission import Handle, Submission

FOLDER = Path("scratch")
MAIN = "main.py"
MEGABYTES = 1 << 20


class WorkerInProcess:
    """Answers requests as a worker does, for one learner's source."""

    def __init__(self, source: str) -> None:
        self._objects = Objects(FOLDER, "")
        self._source = source
        self._operations = self._objects.operations()

    def greet(self) -> None:
        """Nothing to wait for."""

    def load(self, allowance: Allowance, files: dict[str, bytes], main: str) -> None:
        """Import the source."""
        self._answer(self._import)

    def request(
        self,
        allowance: Allowance,
        resolve: Any,
        operation: str,
        *arguments: Any,
        watched: WatchedCalls | None = None,
    ) -> Any:
        """Do one operation, with arguments and answer packed and unpacked on the way."""
        node, body = _pack(list(arguments), _node, keep_strides=True)
        unpacker = values.Unpacker(memoryview(bytearray(body)), self._objects.resolve, trusted=True)
        received = unpacker.unpack(node)
        noting = recorder.recording(watched.names, operators=watched.operators) if watched else nullcontext()
        with noting:
            result = self._answer(self._operations[operation], *received)
        if isinstance(result, Kept):
            return resolve(self._objects.keep(result.value))
        if isinstance(result, Observed | Observations):
            result = result.plain(unpacker.still_holds)
        node, body = _pack(result, self._objects.keep)
        return values.Unpacker(body, resolve).unpack(node)

    def _answer(self, operation: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return operation(*arguments)
        except Exception as error:
            raised = host.describe(error, 0, FOLDER)
            own = raised.own and "NotImplementedError" in raised.mro
            raise (NotStarted if own else LearnerError)(raised) from None

    def _import(self) -> None:
        module = types.ModuleType("main")
        module.__dict__["torch"] = torch
        self._objects.put(0, module)
        exec(compile(self._source, str(FOLDER / "submission" / MAIN), "exec"), module.__dict__)


def _pack(value: Any, keep: Any, *, keep_strides: bool = False) -> tuple[wire.Node, memoryview]:
    packer = values.Packer(keep, max_bytes=64 * MEGABYTES, keep_strides=keep_strides)
    node = packer.pack(value)
    return node, memoryview(b"".join(packer.blobs))


def _node(value: Handle) -> wire.HandleNode:
    node: wire.HandleNode = object.__getattribute__(value, "_node")
    return node


def learner(source: str) -> Submission:
    """Return the proxy of a learner's module with this source; `torch` is imported there already."""
    worker: Any = WorkerInProcess(source)
    return Submission(
        lambda: worker, {MAIN: source.encode()}, MAIN, Allowance(60.0), lambda: Syntax(source.encode(), MAIN)
    )


def failure(check: Callable[..., object], *arguments: Any, **keywords: Any) -> tuple[str, str]:
    """Return what a check that must fail says in a hidden test, and in a public one."""
    try:
        check(*arguments, **keywords)
    except ExpectationFailed as failed:
        return failed.summary, failed.detail
    raise AssertionError("the check passed")


def came_from(value: torch.Tensor, call: str) -> torch.Tensor:
    """Return a tensor as the proxy returns it from this call."""
    noted: Any = value
    noted._torchgrade_call = call
    noted._torchgrade_function = call.partition("(")[0]
    return value
