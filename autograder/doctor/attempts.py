"""Attempts to break out, as a hostile submission would make them: `grade doctor --security` runs them.

This file is sent to a worker as a submission, and imports nothing of ours. Each attempt returns what it got,
or "" where it was stopped by an error of the system.
"""

import ctypes
import os
import socket
from typing import Any, NoReturn

_CLONE_NEWUSER, _PTRACE_TRACEME = 0x10000000, 0


def read_a_file(place: str, host: str, port: int, process: int) -> str:
    """Read a file of the host that everybody may read."""
    with open(os.path.join(place, "open-to-all")) as file:
        return file.read()


def see_a_file(place: str, host: str, port: int, process: int) -> str:
    """Learn that a file of the host exists."""
    return f"{os.stat(os.path.join(place, 'open-to-all')).st_size} bytes"


def write_a_file(place: str, host: str, port: int, process: int) -> str:
    """Write into a folder of the host that everybody may write."""
    path = os.path.join(place, "written")
    with open(path, "w") as file:
        file.write("x")
    return path


def change_the_interpreter(place: str, host: str, port: int, process: int) -> str:
    """Write beside Python's own modules."""
    path = os.path.join(os.path.dirname(os.__file__), "torchgrade_was_here")
    with open(path, "w"):
        pass
    os.unlink(path)
    return path


def reach_the_network(place: str, host: str, port: int, process: int) -> str:
    """Connect to a port of the host."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as line:
        line.settimeout(3)
        line.connect((host, port))
        return f"{host}:{port}"


def open_a_network_socket(place: str, host: str, port: int, process: int) -> str:
    """Make a socket that could reach a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM):
        return "a TCP socket"


def signal_the_grader(place: str, host: str, port: int, process: int) -> str:
    """Send the grader a signal (the one that does nothing)."""
    os.kill(process, 0)
    return f"process {process}"


def see_the_grader(place: str, host: str, port: int, process: int) -> str:
    """Read the command line of the grader."""
    with open(f"/proc/{process}/cmdline", "rb") as file:
        return repr(file.read())


def make_a_user_namespace(place: str, host: str, port: int, process: int) -> str:
    """Ask for new rights over the kernel's objects."""
    return _system("unshare", _CLONE_NEWUSER)


def trace_a_process(place: str, host: str, port: int, process: int) -> str:
    """Ask to be traced, the first step to changing another process."""
    return _system("ptrace", _PTRACE_TRACEME, 0, 0, 0)


def mount_a_folder(place: str, host: str, port: int, process: int) -> str:
    """Put a file system over /tmp."""
    return _system("mount", b"none", b"/tmp", b"tmpfs", 0, None)


def become_root(place: str, host: str, port: int, process: int) -> str:
    """Take the rights of root."""
    os.setuid(0)
    return f"user {os.getuid()}, capabilities {_capabilities()}" if int(_capabilities(), 16) else ""


def take_much_memory(place: str, host: str, port: int, process: int) -> str:
    """Take four times the memory that a worker may have."""
    return f"{len(bytearray(2 << 30)) >> 20} MB"


def write_a_large_file(place: str, host: str, port: int, process: int) -> str:
    """Write a file of four times the size that a worker may write."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        for _ in range(32):
            file.write(bytes(1 << 20))
        return f"{file.tell() >> 20} MB"


def start_many_processes(place: str, host: str, port: int, process: int) -> str:
    """Start more processes than a worker may have."""
    started = []
    try:
        for _ in range(40):
            child = os.fork()
            if child == 0:
                _wait_for_the_end()
            started.append(child)
        return f"{len(started)} processes"
    finally:
        for child in started:
            os.kill(child, 9)
            os.waitpid(child, 0)


def _wait_for_the_end() -> NoReturn:
    import time

    time.sleep(30)
    os._exit(0)


def _system(name: str, *arguments: Any) -> str:
    """Call the C library; raise OSError where the system refuses."""
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return name


def _capabilities() -> str:
    with open("/proc/self/status") as file:
        return next((line.split()[1] for line in file if line.startswith("CapEff:")), "0")


def attempt(name: str, place: str, host: str, port: int, process: int) -> str:
    """Make one attempt; return what it got, or "" where the system stopped it."""
    try:
        return str(globals()[name](place, host, port, process))
    except (OSError, MemoryError):
        return ""
