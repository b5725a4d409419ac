"""Files that appear under their name whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from pathlib import Path

_LEFT = re.compile(r"\.(?P<name>.+)\.(?P<pid>[0-9]+)\.new")
_REMEDIES = {
    errno.ENOSPC: "Free some space",
    errno.EDQUOT: "Free some space",
    errno.EIO: "Check the disk",
}


def write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Put `data` into a file, in place of what has its name. Raises `OSError`, and leaves nothing by halves.

    The data reach the disk before the name does: after a power failure there is the old file or the new one.
    `mode` is the file's permissions; without it they are those of the file before, or a new file's.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            new.chmod(stat.S_IMODE(path.stat().st_mode) if mode is None else mode)
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    _remember(path.parent)


def sweep(folder: Path) -> None:
    """Remove what `write` has left in a folder when its process was killed."""
    with os.scandir(folder) as entries:
        left = [(entry.path, found) for entry in entries if (found := _LEFT.fullmatch(entry.name))]
    for path, found in left:
        if not _lives(int(found["pid"])):
            with contextlib.suppress(OSError):
                os.unlink(path)


def trouble(error: OSError, otherwise: str) -> str:
    """Return what an error of the disk means and what to do: "(No space left on device). Free some space."

    `otherwise` is the remedy for where there is nothing to mend in that place, such as another folder.
    """
    reason = error.strerror or str(error)
    return f"({reason}). {_REMEDIES.get(error.errno or 0, otherwise)}."


def _remember(folder: Path) -> None:
    """Have the new name reach the disk too; file systems that cannot be asked do so by themselves."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
