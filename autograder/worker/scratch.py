"""Removing a folder that hostile code has filled: however deep it is, and whatever may be done in it."""

import contextlib
import os
import secrets


def remove(folder: str) -> None:
    """Remove a folder that nobody writes in any more; what the system does not let go stays. Never raise.

    Paths stay short and nothing recurses: what lies in a folder is moved to the top before the folder is
    removed. (`shutil.rmtree` fails with RecursionError at a depth of a thousand, also with `ignore_errors`.)
    """
    prefix, moved = secrets.token_hex(8), 0  # a name that nothing in there has
    with contextlib.suppress(OSError):
        waiting = [entry.path for entry in os.scandir(folder)]
        while waiting:
            path = waiting.pop()
            with contextlib.suppress(OSError):
                if os.path.islink(path) or not os.path.isdir(path):
                    os.unlink(path)
                    continue
                os.chmod(path, 0o700)
                for entry in os.scandir(path):
                    # To move a folder is to change its "..", so it must be writable itself.
                    if entry.is_dir(follow_symlinks=False):
                        os.chmod(entry.path, 0o700)
                    moved += 1
                    waiting.append(f"{folder}/{prefix}-{moved}")
                    os.rename(entry.path, waiting[-1])
                os.rmdir(path)
        os.rmdir(folder)
