"""The inside of a container: a relay between the container's pipes and a worker, which is its child.

Started as `python -m autograder.worker.contained SETTINGS`. The relay is process 1: when the grader hangs up,
it ends, and the kernel ends everything else in the container with it, whatever learner code is doing. It
holds nothing secret. It ends as the worker ends: with its exit code, or 128 more than the signal's number.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import sys
import threading
import warnings
from typing import Any, NoReturn

CHUNK = 1 << 16
LAYER = "container"


def main(settings: dict[str, Any]) -> NoReturn:
    """Fork the worker, and relay until one side hangs up."""
    ours, theirs = socket.socketpair()
    worker = os.fork()
    if worker == 0:
        ours.close()
        _become_worker(theirs, settings)
    theirs.close()
    threading.Thread(target=_take_in, args=(ours,), daemon=True).start()
    while chunk := _receive(ours):
        _write(1, chunk)
    _, status = os.waitpid(worker, 0)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _take_in(worker: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the worker has ended: `main` says how
        while chunk := os.read(0, CHUNK):
            worker.sendall(chunk)
        os._exit(0)


def _receive(worker: socket.socket) -> bytes:
    try:
        return worker.recv(CHUNK)
    except ConnectionError:
        return b""


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _become_worker(stream: socket.socket, settings: dict[str, Any]) -> NoReturn:
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)  # what it prints goes where errors go; descriptor 1 carries frames
        from autograder.worker import host, rlimits

        for name in settings["preload"]:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        names = ("memory_bytes", "processes", "file_bytes", "scratch_bytes", "cpu_seconds")
        rlimits.apply(rlimits.Limits(**{name: settings[name] for name in names}))
        host.work(stream.detach(), settings["scratch"], settings["data"], settings["max_reply"], [LAYER])
    except BaseException as error:
        os.write(2, f"the worker could not start: {error!r}\n".encode())
        os._exit(70)
    os._exit(0)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(json.loads(sys.argv[1]))
