"""Namespaces: a worker's own process table, network, mounts, host name, and user.

Every function makes one step and raises OSError where the kernel refuses it.
"""

import ctypes
import enum
import os
import struct

from autograder.worker import kernel


class Namespace(enum.IntFlag):
    """CLONE_NEW*."""

    MOUNT = 0x00020000
    CGROUP = 0x02000000
    UTS = 0x04000000
    IPC = 0x08000000
    USER = 0x10000000
    PID = 0x20000000
    NET = 0x40000000


class Mount(enum.IntFlag):
    """MS_*, the flags of mount(2)."""

    READ_ONLY = 1 << 0
    NO_SUID = 1 << 1
    NO_DEVICES = 1 << 2
    NO_EXEC = 1 << 3
    REMOUNT = 1 << 5
    BIND = 1 << 12
    RECURSIVE = 1 << 14
    PRIVATE = 1 << 18


QUIET = Mount.NO_SUID | Mount.NO_DEVICES | Mount.NO_EXEC

_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_DETACH = 2  # MNT_DETACH
_BYTES_PER_FILE = 16 << 10


def leave(namespaces: Namespace) -> None:
    """Leave the given namespaces for new ones (for PID: this process's next children do)."""
    kernel.call("unshare", int(namespaces))


def enter(namespace: int, kind: Namespace) -> None:
    """Enter the namespace that a descriptor stands for (for PID: this process's next children do)."""
    kernel.call("setns", namespace, int(kind))


def own_user(process: int) -> None:
    """Leave for a new user namespace, and keep in it the user and group of now, and no others.

    `process` is a descriptor of this process's folder in /proc. Supplementary groups must be ruled out before
    a process without privilege may map its own group (user_namespaces(7), Linux 3.19).
    """
    uid, gid = os.geteuid(), os.getegid()
    leave(Namespace.USER)
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        file = os.open(name, os.O_WRONLY | os.O_CLOEXEC, dir_fd=process)
        try:
            os.write(file, content.encode())
        finally:
            os.close(file)


def own_mounts() -> None:
    """Take a copy of all mounts, and let no later change through in either direction."""
    leave(Namespace.MOUNT)
    kernel.call("mount", None, "/", None, int(Mount.PRIVATE | Mount.RECURSIVE), None)


def mount_memory(target: str, *, size: int, owner: int, group: int, mode: int = 0o700) -> None:
    """Mount an empty file system in memory, of at most so many bytes and a number of files to match."""
    inodes = max(1024, size // _BYTES_PER_FILE)
    options = f"size={size},nr_inodes={inodes},mode={mode:o},uid={owner},gid={group}"
    kernel.call("mount", "tmpfs", target, "tmpfs", int(QUIET), options)


def mount_nothing(target: str) -> None:
    """Mount an empty file system that nobody can write."""
    flags = int(QUIET | Mount.READ_ONLY)
    kernel.call("mount", "tmpfs", target, "tmpfs", flags, "size=4k,nr_inodes=2,mode=0555")


def mount_processes(target: str) -> None:
    """Mount the process table of this process's PID namespace."""
    kernel.call("mount", "proc", target, "proc", int(QUIET), None)


def bind(source: str, target: str) -> None:
    """Show a file or folder, and what is mounted below it, at a second place."""
    kernel.call("mount", source, target, None, int(Mount.BIND | Mount.RECURSIVE), None)


def freeze(target: str, attributes: Mount, *, recursive: bool = True) -> None:
    """Add attributes to a mount and to all below it (Linux 5.12).

    mount(2) could change only the topmost, and would have to repeat the attributes that an unprivileged user
    may not take off.
    """
    change = ctypes.create_string_buffer(struct.pack("=4Q", int(attributes), 0, 0, 0), 32)
    depth = _AT_RECURSIVE if recursive else 0
    kernel.syscall("mount_setattr", _AT_FDCWD, target, depth, change, 32)


def swap_root(folder: str, old: str) -> None:
    """Make a mount the root of all that this process sees, with the old root at the folder `old` below it."""
    kernel.syscall("pivot_root", folder, old)
    os.chdir("/")


def change_root(folder: str) -> None:
    """Make a mount the root of all that this process sees, and cut off the old one."""
    os.chdir(folder)
    # With both paths the same, the old root comes to lie on top of the new one (pivot_root(2)), whence it is
    # detached.
    kernel.syscall("pivot_root", ".", ".")
    kernel.call("umount2", ".", _DETACH)
    os.chdir("/")
