"""Which of the host's files a worker sees: the interpreter and its libraries, and nothing of the course."""

import os
import stat
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

# Of this package a worker sees nothing: an installed one carries data sets, with their labels.
PACKAGE = str(Path(__file__).resolve().parents[1])

_SEARCH = stat.S_IXOTH
_READ = stat.S_IROTH | stat.S_IXOTH
_SYSTEM_PREFIXES = ("/", "/usr", "/usr/local")
_SYSTEM_FILES = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/nix/store",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/sys/devices/system/cpu",  # torch asks how many processors there are, and of what kind
)
# Without a root of its own, a worker gets these of the host's; with one, it has its own.
DEVICES_AND_FACTS = (
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
)


def default_read_paths() -> tuple[str, ...]:
    """Return the host's files that the interpreter and its libraries may need, also after their import."""
    return tuple(sorted({path for path in _candidates() if os.path.exists(path)}))


def by_everyone(path: str, *, from_root: bool) -> bool:
    """Whether any user can read a file or folder; `from_root`: counting also the folders on the way to it."""
    real = Path(os.path.realpath(path))
    above = real.parents if from_root else ()
    return _allows(real, _READ) and all(_allows(folder, _SEARCH) for folder in above)


def _allows(path: Path, rights: int) -> bool:
    mode = path.stat().st_mode
    return mode & rights == rights if stat.S_ISDIR(mode) else bool(mode & stat.S_IROTH)


def _candidates() -> Iterator[str]:
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        # A system's own prefix holds much that is no business of a worker, data sets among it.
        parts = () if prefix in _SYSTEM_PREFIXES else ("bin", "lib", "lib64", "pyvenv.cfg")
        yield from (f"{prefix}/{part}" for part in parts)
    yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    # Not every folder on the path: an editable checkout would show its suites and solutions.
    yield from (path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages"))
    yield os.path.realpath(sys.executable)
    yield from _SYSTEM_FILES
