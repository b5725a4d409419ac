"""Plain children by the hundred: forked from a process that has imported torch, where each would import it anew.

They run what plain children run (`autograder/worker/plain.py`), with the same rights, environment, limits and
descriptors, and they are children of the grader all the same, so that an attack finds what it would find there.
Only for measuring: what `--sandbox none` costs is ten times as much.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from typing import NoReturn

from autograder.errors import ProcessLost
from autograder.worker import plain
from autograder.worker.backends import PlainBackend, command, environment
from autograder.worker.settings import Setup

_CLONE_PARENT, _CLONE = 0x8000, {"x86_64": 56, "aarch64": 220}
_MAX_MESSAGE = 1 << 16
_PRELOAD = ("numpy", "torch", "autograder.worker.host")


class Nursery:
    """Starts plain children for a backend."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            command("tests.attacks.nursery"),
            stdin=theirs.fileno(),
            env=environment() | {"PYTHONPATH": os.getcwd()},
            start_new_session=True,
        )
        theirs.close()

    def start(self, arguments: list[str], output: int) -> tuple[Child, socket.socket]:
        """Start what a command line for `autograder.worker.plain` would start. Raises `ProcessLost`."""
        own = arguments[arguments.index("autograder.worker.plain") + 1 :]
        stream, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [json.dumps(own).encode()], [theirs.fileno(), output])
            pid = self._control.recv(_MAX_MESSAGE)
        except ConnectionError:
            pid = b""
        finally:
            theirs.close()
        if not pid:
            raise ProcessLost("the process that plain children are forked from has ended")
        return Child(int(pid)), stream

    def close(self) -> None:
        """End the process that children are forked from."""
        self._control.close()
        self._process.wait()


class Child:
    """A child of this process that it has not started itself: as much of Popen as a backend uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def kill(self) -> None:
        """Send SIGKILL."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code. Raises `subprocess.TimeoutExpired`."""
        end = time.monotonic() + (3600.0 if timeout is None else timeout)
        while self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise subprocess.TimeoutExpired("child", timeout or 0.0)
            else:
                time.sleep(0.005)
        return self.returncode


class NurseryBackend(PlainBackend):
    """Workers as plain children that start in milliseconds."""

    def __init__(self, setup: Setup) -> None:
        self._nursery = Nursery()
        super().__init__(replace(setup, layers=()), start=self._nursery.start)

    def close(self) -> None:
        """End every child that is left, and what they are forked from."""
        super().close()
        self._nursery.close()


def serve() -> None:
    """Fork children for whoever holds the other end of descriptor 0, until it hangs up."""
    for name in _PRELOAD:
        importlib.import_module(name)
    gc.freeze()
    control = socket.socket(fileno=os.dup(0))
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _MAX_MESSAGE, 2)
        if not message:
            return
        pid = _fork_sibling()
        if pid == 0:
            _become_child(json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(str(pid).encode())


def _fork_sibling() -> int:
    """Fork a child of this process's parent."""
    api, libc = ctypes.pythonapi, ctypes.CDLL(None, use_errno=True)
    api.PyOS_BeforeFork()
    pid: int = libc.syscall(_CLONE[os.uname().machine], _CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        api.PyOS_AfterFork_Child()
    else:
        api.PyOS_AfterFork_Parent()
    return pid


def _become_child(arguments: list[str], stream: int, output: int) -> NoReturn:
    status = 1
    try:
        os.setsid()
        for source, target in ((stream, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        os.closerange(3, 1 << 16)
        plain.main(arguments)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    sys.path.remove(os.environ.pop("PYTHONPATH"))
    serve()
