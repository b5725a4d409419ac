"""Landlock: what a worker may open, write, connect to and signal (Linux 5.13 and newer).

Landlock stands behind the minimal root: it takes rights away for good from this process and all its
descendants, needs no privilege, and is the only fence around the file system where mount namespaces cannot be
had.
"""

import ctypes
import enum
import functools
import os
import stat
import struct
from collections.abc import Iterable

from autograder.worker import kernel

ABI_TCP, ABI_DEVICE_IOCTL, ABI_SCOPES = 4, 5, 6


class Right(enum.IntFlag):
    """LANDLOCK_ACCESS_FS_*, in the order of the kernel's bits."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


READ = Right.EXECUTE | Right.READ_FILE | Right.READ_DIR
# No device nodes, and no ioctl on devices: nothing in a scratch folder needs them.
WRITE = ~(Right.MAKE_CHAR | Right.MAKE_BLOCK | Right.IOCTL_DEV)
CONTROL = Right.READ_FILE | Right.WRITE_FILE | Right.IOCTL_DEV
ON_FILES = Right.EXECUTE | Right.WRITE_FILE | Right.READ_FILE | Right.TRUNCATE | Right.IOCTL_DEV

_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_NET_BIND_AND_CONNECT_TCP = 0b11
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def abi() -> int:
    """The version of Landlock that this kernel speaks; 0 if none."""
    try:
        return kernel.syscall("landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION)
    except (OSError, ValueError, AttributeError):
        return 0


def handled_rights(version: int) -> Right:
    """The rights that a kernel of this version can take away."""
    rights = ~Right(0)
    if version < 2:
        rights &= ~Right.REFER
    if version < 3:
        rights &= ~Right.TRUNCATE
    if version < ABI_DEVICE_IOCTL:
        rights &= ~Right.IOCTL_DEV
    return rights


@functools.cache
def rights(version: int) -> tuple[int, int]:
    """Return what this version is told to allow beneath a path: to read, and to read and write."""
    handled = handled_rights(version)
    return int(READ & handled), int((READ | WRITE) & handled)


def ruleset(version: int) -> bytes:
    """The bytes of `struct landlock_ruleset_attr`: everything that this version can deny is denied."""
    words = [int(handled_rights(version))]
    if version >= ABI_TCP:
        words.append(_NET_BIND_AND_CONNECT_TCP)
    if version >= ABI_SCOPES:
        words.append(_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS)
    return struct.pack(f"={len(words)}Q", *words)


def compile_rules(
    read: Iterable[str], write: Iterable[str], devices: Iterable[str] = (), facts: Iterable[str] = ()
) -> int:
    """Return a descriptor of rules: READ beneath the paths of `read`, WRITE beneath those of `write`, no TCP.

    `devices` may be controlled too; of what lies beneath `facts`, files that exist may be written.

    Made while all paths can still be opened, and put in force by `restrict`. A path that does not exist is
    skipped: it cannot be opened anyway. Raises OSError.
    """
    version = abi()
    reading, writing = rights(version)
    attributes = ruleset(version)
    rules = kernel.syscall("landlock_create_ruleset", _buffer(attributes), len(attributes), 0)
    try:
        for path in read:
            _allow(rules, path, reading)
        for path in write:
            _allow(rules, path, writing)
        for path in devices:
            _allow(rules, path, int(CONTROL & handled_rights(version)))
        for path in facts:
            _allow(rules, path, int(Right.WRITE_FILE))
    except OSError:
        os.close(rules)
        raise
    return rules


def restrict(rules: int) -> None:
    """Put rules in force for this process and all its descendants, for good. Needs PR_SET_NO_NEW_PRIVS."""
    try:
        kernel.syscall("landlock_restrict_self", rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, allowed: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            allowed &= int(ON_FILES)
        rule = _buffer(struct.pack("=Qi", allowed, beneath))
        kernel.syscall("landlock_add_rule", rules, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(beneath)


def _buffer(content: bytes) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(content, len(content))
