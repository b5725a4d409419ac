"""Removing a folder that learner code has filled, without trust in its shape."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat


def remove_tree(folder: str) -> None:
    """Remove a folder that nobody uses any more, and all below it, as far as that can be done.

    However deep it is: shutil.rmtree calls itself and keeps a descriptor for each level, and a thousand
    levels are made in no time. Nothing outside of the folder is touched, whatever links lead there.
    """
    if os.open not in os.supports_dir_fd:  # Windows
        with contextlib.suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(folder)


def _empty(top: int) -> None:
    """Remove what is in a folder; what is in a folder in it comes up first, and has its turn next time."""
    progress = True
    while progress:
        progress = False
        for name in os.listdir(top):
            with contextlib.suppress(OSError):
                if stat.S_ISDIR(os.stat(name, dir_fd=top, follow_symlinks=False).st_mode):
                    progress |= _bring_up(name, top)
                    os.rmdir(name, dir_fd=top)
                else:
                    os.unlink(name, dir_fd=top)
                progress = True


def _bring_up(name: str, top: int) -> bool:
    """Move what is in a folder to the folder above it, under new names; return whether anything was."""
    inner = _open_folder(name, top)
    moved = False
    try:
        for entry in os.listdir(inner):
            with contextlib.suppress(OSError):
                os.close(
                    _open_folder(entry, inner)
                )  # a folder that may not be written cannot be moved either
            with contextlib.suppress(OSError):
                os.rename(entry, secrets.token_hex(16), src_dir_fd=inner, dst_dir_fd=top)
                moved = True
    finally:
        os.close(inner)
    return moved


def _open_folder(name: str, at: int) -> int:
    """Open a folder, and take all rights over it. Raises OSError for anything else, links to folders too."""
    with contextlib.suppress(AttributeError):  # only Linux can name a folder that cannot be opened
        place = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
        with contextlib.suppress(OSError):
            os.chmod(f"/proc/self/fd/{place}", stat.S_IRWXU)
        os.close(place)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
