"""Folders that are built once and kept: in the user's cache, or else in a temporary folder.

A folder appears under its name complete or not at all, however many processes build it at once.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.errors import HostError

APPLICATION = "torchgrade"


def home() -> Path:
    """Return the folder of cached things: $XDG_CACHE_HOME/torchgrade or ~/.cache/torchgrade."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # the XDG specification: a relative one is to be ignored
        return Path(named, APPLICATION)
    try:
        return Path.home() / ".cache" / APPLICATION
    except RuntimeError:  # a user without a home
        return temporary()


@functools.cache
def temporary() -> Path:
    """Return a private folder that this process removes when it ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"{APPLICATION}-"))
    atexit.register(_remove_own, folder, os.getpid())
    return folder


def build(name: str, make: Callable[[Path], None], valid: Callable[[Path], bool]) -> Path:
    """Return the folder of that name, built by `make` in a given empty folder unless a `valid` one is there.

    Raises `HostError` where neither the cache nor a temporary folder can be written; what `make` raises other
    than `OSError` passes through.
    """
    try:
        return _build_in(home(), name, make, valid)
    except OSError:
        try:
            return _build_in(temporary(), name, make, valid)
        except OSError as error:
            raise HostError(
                f"neither {home()} nor {tempfile.gettempdir()} can be written ({error.strerror or error}); "
                "free some space, or set XDG_CACHE_HOME to a folder of yours"
            ) from error


def _build_in(parent: Path, name: str, make: Callable[[Path], None], valid: Callable[[Path], bool]) -> Path:
    target = parent / name
    if valid(target):
        return target
    parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f"{name}.new-", dir=parent))
    try:
        new.chmod(0o755)
        make(new)
        _put_in_place(new, target, valid)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return target


def _put_in_place(new: Path, target: Path, valid: Callable[[Path], bool]) -> None:
    try:
        new.rename(target)
    except OSError:  # something has that name: another process was faster, or what was there is damaged
        if valid(target):
            return
        old = Path(tempfile.mkdtemp(prefix=f"{target.name}.old-", dir=target.parent))
        try:
            target.rename(old / target.name)
            new.rename(target)
        finally:
            shutil.rmtree(old, ignore_errors=True)


def _remove_own(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child must not take the folder from its parent
        shutil.rmtree(folder, ignore_errors=True)
