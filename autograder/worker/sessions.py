"""Finding and ending what a worker left behind, where no process namespace does it.

A worker leads a session, and without a process namespace its seccomp filter refuses to start another, so the
session is a mark that its descendants cannot take off.
"""

import contextlib
import os
import signal
from pathlib import Path


def is_child(pid: int) -> bool:
    """Whether a number is that of a child of this process: it is until the child has been waited for."""
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def kill_all(session: int) -> None:
    """Kill every process of a session, and what they fork meanwhile, until none is left."""
    while victims := members(session):
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def members(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    return [pid for pid in _pids() if _lives_in(session, pid)]


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _lives_in(session: int, pid: int) -> bool:
    try:
        # What follows the name, which may hold any character: state, parent, process group, session
        # (proc(5)).
        state, _, _, its_session = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:  # ended meanwhile
        return False
    return int(its_session) == session and state not in "ZX"
