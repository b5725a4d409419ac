"""Where a course lies on a node: one private folder for all graders there, which goes with the last of them.

A grader holds a lock on the folder's name for as long as it lives. The kernel drops the lock of one that was
killed, so what nobody uses any more can be told and is taken away: at the end of a run, or by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.cluster import bundle
from autograder.errors import HostError, InternalError

AGAIN_SECONDS = 0.1


@contextlib.contextmanager
def unpacked(packed: bytes, digest: str, parent: Path | None = None) -> Iterator[Path]:
    """Give the folder of a course, unpacked unless another grader of this node has done so.

    `digest` is what the course's bytes must have; raises `InternalError` where they came damaged.
    """
    if bundle.digest(packed) != digest:
        raise InternalError("the course arrived with other bytes than were sent")
    home = _private(parent or _default())
    sweep(parent=home)
    lock = _take(packed, digest, home)
    try:
        yield home / digest
    finally:
        os.close(lock)
        sweep(parent=home)


def sweep(seconds: float = 0.0, parent: Path | None = None) -> bool:
    """Take away courses that no grader uses, and return whether none is left.

    Graders that are just ending are waited for so long.
    """
    home, deadline = parent or _default(), time.monotonic() + seconds
    while not all([_removed(lock) for lock in sorted(home.glob("*.lock"))]):  # each one is tried
        if time.monotonic() >= deadline:
            return False
        time.sleep(AGAIN_SECONDS)
    return True


def _default() -> Path:
    return Path(tempfile.gettempdir()) / f"torchgrade-courses-{os.geteuid()}"


def _private(folder: Path) -> Path:
    """Make a folder that nobody else can read or has prepared; raises `HostError`."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise HostError(f"{folder} cannot be made ({error.strerror}). Free some space there.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise HostError(
            f"{folder} is not this user's alone, and the course's secret would lie in it. Remove it."
        )
    return folder


def _take(packed: bytes, digest: str, home: Path) -> int:
    """Return a descriptor whose lock keeps the folder in its place."""
    while True:
        lock = os.open(_lock_file(home, digest), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)  # graders share it; whoever sweeps needs it alone
        if _is_in_place(lock, home, digest):
            break
        os.close(lock)  # it was swept away in between
    try:
        if not (home / digest).is_dir():
            _write(packed, home / digest)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _is_in_place(lock: int, home: Path, digest: str) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), _lock_file(home, digest).stat())
    except FileNotFoundError:
        return False


def _write(packed: bytes, folder: Path) -> None:
    new = Path(tempfile.mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))  # with access for us alone
    try:
        bundle.unpack(packed, new)
        new.rename(folder)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        if not folder.is_dir():  # else another grader of this node was faster
            raise HostError(
                f"{folder.parent} cannot hold the course ({error.strerror}). Free some space there."
            ) from error


def _removed(lock_file: Path) -> bool:
    try:
        lock = os.open(lock_file, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_in_place(lock, lock_file.parent, lock_file.stem):
            for folder in lock_file.parent.glob(f"{lock_file.stem}*/"):
                shutil.rmtree(folder, ignore_errors=True)
            lock_file.unlink()
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _lock_file(home: Path, digest: str) -> Path:
    return home / f"{digest}.lock"
