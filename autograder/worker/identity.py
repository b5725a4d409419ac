"""Who a worker is: a user of no consequence, without capabilities, who can never gain any."""

import contextlib
import ctypes
import errno
import os
import struct
from pathlib import Path

from autograder.worker import kernel

# CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_SYS_ADMIN: with all four, namespaces need no user namespace.
_NEEDED_OF_ROOT = (1 << 6) | (1 << 7) | (1 << 8) | (1 << 21)
_CHANGING_IDS = (1 << 6) | (1 << 7)

# The range that systemd keeps free for services with throw-away users (systemd.exec(5), DynamicUser).
FIRST_ID, LAST_ID = 61184, 65519

# To find and read files whatever their mode, within what Landlock and the root leave.
CAP_DAC_READ_SEARCH = 2
NONE: frozenset[int] = frozenset()

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_CAPBSET_DROP = 1, 4, 8, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_PR_CAP_AMBIENT, _RAISE, _CLEAR_ALL = 47, 2, 4
_CAPABILITY_VERSION_3 = 0x20080522
_JOIN_SESSION_KEYRING = 1
_SIGKILL = 9


def is_privileged() -> bool:
    """Whether this process may make namespaces and change identity without a user namespace."""
    return _effective_capabilities() & _NEEDED_OF_ROOT == _NEEDED_OF_ROOT


def may_change_ids() -> bool:
    """Whether this process may become one of the throw-away users."""
    capable = _effective_capabilities() & _CHANGING_IDS == _CHANGING_IDS
    # Root of a container that was started without privilege has the capabilities, but often no ids to use.
    maps = (Path(f"/proc/self/{kind}_map") for kind in ("uid", "gid"))
    return capable and all(maps_throwaway_ids(file.read_text()) for file in maps)


def maps_throwaway_ids(id_map: str) -> bool:
    """Whether a `/proc/self/uid_map` has all throw-away ids, in one range."""
    ranges = (tuple(map(int, line.split())) for line in id_map.splitlines())
    return any(first <= FIRST_ID and first + count > LAST_ID for first, _, count in ranges)


def throwaway_id(zygote: int, serial: int) -> int:
    """Return the id of a zygote's nth worker; two zygotes rarely give the same at the same time."""
    return FIRST_ID + (zygote * 127 + serial) % (LAST_ID - FIRST_ID + 1)


def become(uid: int) -> None:
    """Become another user for good, with no group but its own. Needs CAP_SETUID and CAP_SETGID."""
    # Capabilities stay for now: drop_capabilities decides which, and needs them to.
    kernel.call("prctl", _PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def bound_capabilities(keep: frozenset[int] = NONE) -> None:
    """Rule out that programs started from here gain any but `keep`. Needs CAP_SETPCAP, so comes first."""
    # Without it the set stays as it is; seal() still keeps programs from gaining anything.
    for capability in sorted(set(range(64)) - keep):
        try:
            kernel.call("prctl", _PR_CAPBSET_DROP, capability, 0, 0, 0)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.EPERM):  # past the last one, or not ours to drop
                return
            raise


def drop_capabilities(keep: frozenset[int] = NONE) -> None:
    """Give up every capability but those of `keep`, which programs started from here are given as well."""
    with contextlib.suppress(OSError):  # EINVAL before Linux 4.3, which has no ambient set
        kernel.call("prctl", _PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    bits = sum(1 << capability for capability in keep)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    # Effective, permitted and inheritable, for the capabilities below 32; then for those from 32 on.
    sets = struct.pack("=6I", *[bits & 0xFFFFFFFF] * 3, *[bits >> 32] * 3)
    kernel.syscall("capset", ctypes.create_string_buffer(header, 8), ctypes.create_string_buffer(sets, 24))
    for capability in keep:
        kernel.call("prctl", _PR_CAP_AMBIENT, _RAISE, capability, 0, 0)


def seal() -> None:
    """Rule out privileges by set-uid programs (Linux 3.5); seccomp and Landlock ask for it as well."""
    kernel.call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A change of user makes /proc/self root's property, unreadable even to the worker itself, which
    # DataLoader and subprocess read. No other process has the worker's user, so nothing is gained by hiding
    # it.
    kernel.call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends. A change of user cancels it: call it after."""
    kernel.call("prctl", _PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends (Linux 3.4)."""
    kernel.call("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def forget_keys() -> None:
    """Take a new, empty session keyring, since the old one may hold the user's keys."""
    with contextlib.suppress(OSError):  # no keys in this kernel, or no access to them: nothing to forget
        kernel.syscall("keyctl", _JOIN_SESSION_KEYRING, None, 0, 0, 0)


def _effective_capabilities() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0
