"""What an attack might leave behind on the machine, seen before it and after it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.worker.identity import FIRST_ID, LAST_ID

_SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", str(Path.home()))
_IPC = ("shm", "sem", "msg")
# Other programs write in shared folders too, so attacks give what they leave there a name that begins so.
OWN_NAME = "attack"
_OF_GRADERS = "torchgrade-"  # of folders that other graders, which work at the same time, give their workers
_SAME = 5  # counts of processes, a tenth of a second apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What is there at one moment."""

    processes: int  # of this grader: its descendants, and those with its mark in their environment
    strays: frozenset[int]  # processes of throw-away users that only init looks after
    files: frozenset[tuple[str, int, int, int]]  # of the course: path, mode, size, time of the last change
    left: frozenset[str]  # in folders that everybody shares
    scratch: int  # folders for workers in the host's temporary folder
    mounts: frozenset[str]
    ipc: str
    own: tuple[object, ...]  # what a process could change of the grader itself


def look(root: Path) -> Machine:
    """Take stock. `root` is the folder of everything that is attacked."""
    parents, marked, strays = _processes(str(root).encode())
    return Machine(
        processes=len(_descendants(os.getpid(), parents) | marked),
        strays=frozenset(strays),
        files=frozenset(_files(root)),
        left=frozenset(_left()),
        scratch=len(os.listdir(root / "tmp")),
        mounts=frozenset(_mounts(root)),
        ipc="".join(_text(Path("/proc/sysvipc", name)) for name in _IPC),
        own=(os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0), os.getcwd(), _umask()),
    )


def idle_processes(root: Path) -> int:
    """Count the processes of graders that have nothing to do, once their number stays the same.

    A grader ends its workers without waiting for their end, and starts the next one without waiting for that.
    """
    counts = [look(root).processes]
    while len(counts) < _SAME or len(set(counts[-_SAME:])) > 1:
        time.sleep(0.1)
        counts.append(look(root).processes)
    return counts[-1]


def differences(before: Machine, after: Machine) -> list[str]:
    """Say what is there that was not, or is not there that was."""
    found = []
    if after.processes > before.processes:
        found.append(f"{after.processes - before.processes} processes are left")
    for what in ("strays", "left", "mounts"):
        if new := getattr(after, what) - getattr(before, what):
            found.append(f"{what}: {sorted(new)[:5]}")
    if changed := before.files ^ after.files:
        found.append(f"files of the course: {sorted(changed)[:4]}")
    found += [what for what in ("ipc", "own") if getattr(before, what) != getattr(after, what)]
    if after.scratch > before.scratch:
        found.append(f"{after.scratch - before.scratch} scratch folders are left")
    return found


def _mounts(root: Path) -> Iterator[str]:
    """Yield where something is mounted, but for what other tests have mounted in their temporary folders."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place = Path(line.split()[4])
        if place.is_relative_to(root) or not any(part.startswith("pytest-of-") for part in place.parts):
            yield str(place)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _processes(mark: bytes) -> tuple[dict[int, int], set[int], set[int]]:
    """Return the parent of each process, and those that carry the mark, and those that nobody owns."""
    parents: dict[int, int] = {}
    marked, strays = set(), set()
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        folder, pid = Path("/proc", name), int(name)
        with contextlib.suppress(OSError):  # it ended meanwhile
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state in "ZX":
                continue
            parents[pid] = int(parent)
            if parent == "1" and FIRST_ID <= folder.stat().st_uid <= LAST_ID:
                strays.add(pid)
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes():
                marked.add(pid)
    return parents, marked, strays


def _descendants(pid: int, parents: dict[int, int]) -> set[int]:
    found = {child for child, parent in parents.items() if parent == pid}
    return found.union(*(_descendants(child, parents) for child in found))


def _files(root: Path) -> Iterator[tuple[str, int, int, int]]:
    for folder, _, names in os.walk(root):
        if folder.startswith(str(root / "tmp")) or folder.endswith("__pycache__"):
            continue
        for name in names:
            stat = os.lstat(f"{folder}/{name}")
            yield f"{folder}/{name}", stat.st_mode, stat.st_size, stat.st_mtime_ns


def _left() -> Iterator[str]:
    for folder in _SHARED:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    owner = entry.stat(follow_symlinks=False).st_uid
                    foreign = FIRST_ID <= owner <= LAST_ID and not entry.name.startswith(_OF_GRADERS)
                    if foreign or entry.name.startswith(OWN_NAME):
                        yield entry.path


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
