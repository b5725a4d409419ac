"""A learner's files, read once and bounded: what is hashed is what is graded."""

from __future__ import annotations

import codecs
import errno
import hashlib
import io
import os
import re
import stat
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import UsageError
from autograder.text import plain

# Of source. A module of the course has a few thousand bytes; what the grader itself reads of a module (its
# syntax) takes it seconds at most up to here, and minutes at a megabyte that was written for that.
MAX_BYTES = 1 << 18

# Encodings that a file may declare: those that editors write. Python has others, which make code of what
# looks like a comment (unicode_escape, utf-7), take time that grows with the square of the file (punycode),
# or fail in ways of their own (undefined).
_TEXT_ENCODINGS = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp9(32|49|50)|koi8-[rtu]|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
)


class UnreadableSubmission(UsageError):
    """A submission that cannot be read as a file; the message says why, in a clear sentence."""


@dataclass(frozen=True, slots=True)
class SubmissionFiles:
    """One learner's files for one exercise, by relative path, as raw bytes."""

    main: str  # the file that is imported
    files: Mapping[str, bytes]
    digest: str = field(init=False)  # of names and contents, hexadecimal

    def __post_init__(self) -> None:
        digest = hashlib.blake2b(digest_size=16)
        for name in sorted(self.files):
            for part in (name.encode("utf-8", "surrogateescape"), self.files[name]):
                digest.update(len(part).to_bytes(8, "little") + part)
        object.__setattr__(self, "digest", digest.hexdigest())

    @classmethod
    def of_source(cls, name: str, source: str | bytes) -> SubmissionFiles:
        """Return a submission of one file with the given text."""
        return cls(name, {name: source.encode() if isinstance(source, str) else source})

    @classmethod
    def read(cls, path: Path, *, name: str | None = None) -> SubmissionFiles:
        """Read a submission of one file; `name` is the file name that the worker sees (default: its own).

        Nothing but a regular file of moderate size is read, and no symbolic link is followed, since it could
        lead out of the submission. Raises `UnreadableSubmission`.
        """
        return cls.of_source(name or path.name, read_bounded(path, MAX_BYTES))

    @property
    def source(self) -> bytes:
        """The main file's bytes."""
        return self.files[self.main]

    def not_text(self) -> str:
        """Return why the main file is no Python text at all, or "" if it is text."""
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(self.source).readline)
            if not _is_for_text(encoding):
                return f"{plain(self.main, 80)} declares the encoding {plain(encoding, 40)}; save it as UTF-8"
            text = self.source.decode(encoding)
        except UnicodeDecodeError as error:
            where = self.source[: error.start].count(b"\n") + 1
            return f"{plain(self.main, 80)} is not UTF-8 text (line {where}); save it again as UTF-8"
        except (SyntaxError, LookupError):
            return f"{plain(self.main, 80)} is not UTF-8 text; save it again as UTF-8"
        return f"{plain(self.main, 80)} holds null bytes; it is not a text file" if "\0" in text else ""


def _is_for_text(encoding: str) -> bool:
    name = codecs.lookup(encoding).name.removesuffix("-sig")
    return _TEXT_ENCODINGS.fullmatch(name) is not None


def read_bounded(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; raises `UnreadableSubmission`."""
    shown, kind = plain(str(path), 200), ".ipynb" if path.suffix == ".ipynb" else ".py"
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UnreadableSubmission(f"{shown} does not exist. Check the path.") from None
    except PermissionError:
        raise UnreadableSubmission(f"{shown} may not be read. Change its permissions (chmod u+r).") from None
    except (OSError, ValueError) as error:
        raise UnreadableSubmission(_cannot_open(shown, error)) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableSubmission(f"{shown} is a folder. Name the {kind} file inside it.")
        if not stat.S_ISREG(mode):
            raise UnreadableSubmission(f"{shown} is not a regular file. Hand in the {kind} file itself.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise UnreadableSubmission(f"{shown} is larger than {limit >> 10:,} KB. Hand in the exercise alone.")
    return content


def _cannot_open(shown: str, error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return f"{shown} is a symbolic link. Hand in the file itself."
    if isinstance(error, OSError) and error.errno == errno.EISDIR:
        return f"{shown} is a folder. Name the .py file inside it."
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{shown} cannot be opened: {reason}."
