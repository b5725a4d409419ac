"""What the zygote rehearses leaves nothing behind that a worker would notice."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from autograder.worker import rehearsal, wire
from tests.worker.confinement import CHECKOUT

PROGRAM = """
import os, sys, random
import numpy as np, torch
from autograder.worker import host, rehearsal
from autograder.worker.objects import rng_state
threads = lambda: len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
before = rng_state(), set(sys.modules), os.getcwd(), dict(os.environ), threads()
rehearsal.rehearse()
print(before[0] == rng_state(), os.getcwd() == before[2], dict(os.environ) == before[3])
print(threads() - before[4], torch.get_num_threads())
print("rehearsal" in sys.modules, [name for name in set(sys.modules) - before[1] if "dynamo" in name])
"""


def test_no_thread_no_draw_and_no_module_is_left() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=CHECKOUT)
    assert done.stdout.splitlines() == ["True True True", "0 1", "False []"], done.stderr


def test_every_request_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that the host does not understand would warm up nothing but an exception."""
    messages: list[object] = []
    frame = wire.frame

    def noting(message: wire.Request | wire.Answer | wire.Raised, *blobs: Any) -> list[memoryview]:
        messages.append(message)
        return frame(message, *blobs)

    monkeypatch.setattr(wire, "frame", noting)
    rehearsal.rehearse()
    requests, replies = messages[::2], messages[1::2]
    for request, reply in zip(requests, replies, strict=True):
        assert isinstance(request, wire.Request)
        arguments = request.arguments.items if isinstance(request.arguments, wire.ListNode) else []
        assert isinstance(reply, wire.Raised if "missing" in arguments else wire.Answer), request
    assert len(requests) > 10
