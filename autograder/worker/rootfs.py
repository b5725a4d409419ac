"""The minimal root: a file system in which what a worker may not see does not exist.

It is built once, in memory, from read-only views of the host's folders, by the zygote; each worker adds its
own /proc, /tmp and /dev/shm.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.worker.namespaces import (
    Mount,
    bind,
    change_root,
    freeze,
    mount_memory,
    mount_nothing,
    swap_root,
)

DATA = "/data"
SCRATCH = ("/tmp", "/dev/shm")  # what each worker mounts its own of
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_LINKS = (
    ("/dev/fd", "/proc/self/fd"),
    ("/dev/stdin", "fd/0"),
    ("/dev/stdout", "fd/1"),
    ("/dev/stderr", "fd/2"),
)
_MOUNT_POINTS = ("/proc", *SCRATCH)
_OLD, _NEW = "/old", "/new"
_STAGE = (
    "/tmp"  # any folder that every system has will do: what lies in it is out of sight only while building
)
_ROOT_BYTES = 1 << 20  # folders, links and empty files only
_LOOKS_ONLY = Mount.READ_ONLY | Mount.NO_SUID | Mount.NO_DEVICES
_MAX_LINKS = 40  # as many as the kernel follows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which of the host's files are seen, each at its own path."""

    folders: tuple[str, ...]  # files and folders, none below another, no symbolic link in any path
    links: tuple[tuple[str, str], ...]  # symbolic links on the way to them: path, target


NOTHING = View(folders=(), links=())


def view(paths: Iterable[str]) -> View:
    """Return what must be shown so that each of these paths leads where it leads on the host."""
    found, links = set(), {}
    for path in paths:
        if os.path.exists(path):
            real, crossed = _resolve(path)
            found.add(real)
            links.update(crossed)
    folders = tuple(
        path for path in sorted(found) if not any(is_below(path, other) for other in found - {path})
    )
    outside = {
        path: to for path, to in links.items() if not any(is_below(path, folder) for folder in folders)
    }
    return View(folders=folders, links=tuple(sorted(outside.items())))


def is_below(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, or is the folder."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def without(paths: Iterable[str], hidden: str) -> tuple[str, ...]:
    """Return paths that cover what `paths` cover but `hidden`: what is in a folder above it replaces that."""
    result: list[str] = []
    for path in paths:
        if is_below(path, hidden):
            continue
        if is_below(hidden, path):
            result += without((entry.path for entry in os.scandir(path)), hidden)
        else:
            result.append(path)
    return tuple(result)


def below_scratch(shown: View) -> View:
    """Return the part of a view that each worker's own /tmp covers: an interpreter installed there."""

    def covered(path: str) -> bool:
        return any(is_below(path, folder) for folder in SCRATCH)

    return View(
        folders=tuple(path for path in shown.folders if covered(path)),
        links=tuple((path, target) for path, target in shown.links if covered(path)),
    )


@contextlib.contextmanager
def uncovered(shown: View) -> Iterator[None]:
    """Show a view again after a block that mounts over it. Needs a /proc. Raises OSError."""
    held = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in shown.folders}
    yield
    for path, descriptor in held.items():
        _make_mount_point(path, is_folder=stat.S_ISDIR(os.fstat(descriptor).st_mode))
        bind(f"/proc/self/fd/{descriptor}", path)
        os.close(descriptor)
    for path, target in shown.links:
        _link(path, target)


def build_and_enter(shown: View, data: str | None, hidden: str, devices: tuple[str, ...] = ()) -> None:
    """Build the root and make it this process's. Needs a mount namespace of its own. Raises OSError.

    `devices` are shown besides those that every program needs.
    """
    data = os.path.realpath(data) if data is not None else None
    mask = os.umask(0o022)
    try:
        _enter_stage()
        _furnish(shown, data, hidden, devices)
        freeze(_NEW, _LOOKS_ONLY, recursive=False)
        change_root(_NEW)
    finally:
        os.umask(mask)


def _enter_stage() -> None:
    """Enter a root with the host's files below /old, and at /new the mount that becomes the new root."""
    owner, group = os.geteuid(), os.getegid()
    mount_memory(_STAGE, size=_ROOT_BYTES, owner=owner, group=group)
    os.mkdir(_STAGE + _OLD)
    os.mkdir(_STAGE + _NEW)
    mount_memory(_STAGE + _NEW, size=_ROOT_BYTES, owner=owner, group=group, mode=0o755)
    swap_root(_STAGE, _STAGE + _OLD)


def _furnish(shown: View, data: str | None, hidden: str, devices: tuple[str, ...]) -> None:
    for path in shown.folders:
        _show(path, path, _LOOKS_ONLY)
        if is_below(hidden, path):
            mount_nothing(_NEW + hidden)
    for path in (*_DEVICES, *devices):
        # A device can be written through a read-only view; its owner and mode cannot be changed through one.
        _show(path, path, Mount.READ_ONLY | Mount.NO_SUID | Mount.NO_EXEC)
    for path, target in (*shown.links, *_LINKS):
        _link(_NEW + path, target)
    for path in _MOUNT_POINTS:
        os.makedirs(_NEW + path, exist_ok=True)
    if data is not None:
        _show(data, DATA, _LOOKS_ONLY)
    # The host's process table, until each worker covers it with its own: the kernel lets an unprivileged user
    # mount one only where one is already seen whole.
    bind(f"{_OLD}/proc", f"{_NEW}/proc")


def _show(path: str, at: str, attributes: Mount) -> None:
    source, target = _OLD + path, _NEW + at
    _make_mount_point(target, is_folder=os.path.isdir(source))
    bind(source, target)
    freeze(target, attributes)


def _make_mount_point(path: str, *, is_folder: bool) -> None:
    os.makedirs(path if is_folder else os.path.dirname(path), exist_ok=True)
    if not is_folder:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))


def _link(path: str, target: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink(target, path)


def _resolve(path: str) -> tuple[str, dict[str, str]]:
    """Return where a path leads, and the symbolic links crossed on the way, each with its target."""
    links: dict[str, str] = {}
    real, ahead = "/", [part for part in path.split("/") if part][::-1]
    while ahead:
        part = ahead.pop()
        if part == "..":
            real = os.path.dirname(real)
            continue
        here = os.path.join(real, part)
        if part == "." or not os.path.islink(here):
            real = real if part == "." else here
            continue
        target = os.readlink(here)
        if here not in links and len(links) >= _MAX_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        links[here] = target
        real = "/" if target.startswith("/") else real
        ahead += [step for step in target.split("/") if step][::-1]
    return real, links
