"""What a submission can change in its process without meaning harm: noted first, put back for the next test.

This serves honest code, in a worker that serves several tests. What hostile code keeps for itself all the
same, it keeps in a process that nobody believes.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import random
import stat
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

# How to read a setting, and how to write what was read.
_SETTINGS: tuple[tuple[Callable[[], Any], Callable[[Any], object]], ...] = (
    (torch.get_default_dtype, torch.set_default_dtype),
    (torch.get_default_device, lambda device: torch.set_default_device(None)),
    (torch.is_grad_enabled, torch.set_grad_enabled),
    (torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
    # Not use_deterministic_algorithms: that imports the compiler, which takes a second.
    (torch.get_deterministic_debug_mode, torch.set_deterministic_debug_mode),
    (torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
    (torch.get_num_threads, torch.set_num_threads),
    (np.get_printoptions, lambda options: np.set_printoptions(**options)),
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (gc.isenabled, lambda enabled: gc.enable() if enabled else gc.disable()),
    (os.getcwd, os.chdir),
)


class Origin:
    """A process as it was before it met a submission, which lives in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modules = len(
            sys.modules
        )  # not their names: to touch them all is to copy the pages they lie on
        self._path = list(sys.path)
        self._environment = dict(os.environ)
        self._filters = list(warnings.filters)
        self._streams = sys.stdin, sys.stdout, sys.stderr
        self._settings = [read() for read, _ in _SETTINGS]
        self._files = _listing(folder)
        self._places = {entry.path for entry in self._files}

    def note_files(self) -> None:
        """Note the files that are there now: they may stay as long as they are the same."""
        self._files = _listing(self._folder)

    def restore(self) -> bool:
        """Put back what was changed; False where something goes on that cannot be ended from here."""
        if not _alone():
            return False
        for (read, write), value in zip(_SETTINGS, self._settings, strict=True):
            if read() != value:
                write(value)
        torch.set_printoptions(profile="default", sci_mode=None)  # type: ignore[no-untyped-call]
        seed_generators()
        sys.stdin, sys.stdout, sys.stderr = self._streams
        warnings.filters[:] = self._filters  # type: ignore[index]  # typeshed has a sequence; it is a list
        sys.path[:] = self._path
        if os.environ != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        self._forget_modules()
        return self._forget_files()

    def _forget_modules(self) -> None:
        """Forget the submission's own modules; a library that it has imported stays with the process."""
        home = str(self._folder) + os.sep
        added = max(0, len(sys.modules) - self._modules)  # the last ones, in the order of a dict
        for name in list(itertools.islice(reversed(sys.modules), added)):
            if str(getattr(sys.modules[name], "__file__", "")).startswith(home):
                del sys.modules[name]

    def _forget_files(self) -> bool:
        """Remove all files if any has changed; False where some withstand."""
        found = _listing(self._folder)
        if found == self._files:
            return True
        for entry in reversed(found):  # what a folder holds before the folder
            with contextlib.suppress(OSError):
                os.rmdir(entry.path) if stat.S_ISDIR(entry.mode) else os.unlink(entry.path)
        return all(entry.path in self._places for entry in _listing(self._folder))


def seed_generators() -> None:
    """Seed the global generators, as a worker finds them, for code that does not.

    Else its verdict could be another one tomorrow: Python makes a seed up after each fork, and NumPy and
    torch had one made up in the zygote. (To put a noted state back takes NumPy twenty times as long.)
    """
    random.seed(0)
    np.random.seed(0)
    torch.default_generator.manual_seed(0)


class _Entry(NamedTuple):
    """What tells a file from a changed one."""

    path: str
    mode: int
    inode: int
    size: int
    changed: int  # nanoseconds


def _listing(folder: Path) -> list[_Entry]:
    """Return what lies below a folder, a folder before what it holds; nothing of what is mounted there.

    A project that lies in /tmp is mounted in a worker's /tmp, with the interpreter and all of torch.
    """
    return list(_below(str(folder), os.stat(folder).st_dev))


def _below(folder: str, device: int) -> Iterator[_Entry]:
    with os.scandir(folder) as entries:
        for entry in entries:
            seen = entry.stat(follow_symlinks=False)
            if seen.st_dev != device:
                continue
            yield _Entry(entry.path, seen.st_mode, seen.st_ino, seen.st_size, seen.st_mtime_ns)
            if stat.S_ISDIR(seen.st_mode):
                yield from _below(entry.path, device)


def _alone() -> bool:
    """Return whether this process has no child and no second thread of Python."""
    if hasattr(os, "fork"):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
            return False
    return threading.active_count() == 1
