"""One run at a time in a folder of results."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import HostError, UsageError

FILE_NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; raises `UsageError` while another one holds it.

    The lock goes with the process, however that ends. What it forks does not hold it (a POSIX record lock).
    """
    try:
        import fcntl
    except ImportError:  # Windows, where `grade all` does not run
        yield
        return
    path = folder / FILE_NAME
    with contextlib.ExitStack() as stack:
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            stack.callback(os.close, descriptor)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):  # which one is up to the system
                raise UsageError(_busy(folder, descriptor)) from None
            except OSError as error:
                raise HostError(
                    f"{path} cannot be locked ({error.strerror}). Name a folder on a local disk with --out."
                ) from error
            if _is(path, descriptor):
                break
            # The one that held it has just ended, and removed the file that was opened here.
            stack.pop_all().close()
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} on {os.uname().nodename}".encode())
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()  # while it is still held: who waits for it notices by `_is`


def _busy(folder: Path, descriptor: int) -> str:
    holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace")
    who = f"process {holder}" if holder else "a process that has just begun"
    return (
        f"Another `grade all` ({who}) is writing to {folder}. "
        "Wait until it has ended, or name another folder with --out."
    )


def _is(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
