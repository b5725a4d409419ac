"""What a run has finished, so that the next one goes on where this one was broken off.

The journal lies beside the results for as long as the run is not over: a first line that says what the run
grades with, and a line for each report file that is in its place. A line that was cut off counts for nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder import atomic
from autograder.report import Report

FILE_NAME = ".unfinished"


class _Run(msgspec.Struct, frozen=True, kw_only=True, tag="run", forbid_unknown_fields=True):
    """The first line."""

    fingerprint: str  # of all that decides on a score besides the submission


class _Entry(msgspec.Struct, frozen=True, kw_only=True, tag="report", forbid_unknown_fields=True):
    """One report that is finished."""

    learner: str
    exercise: str
    submission: str  # the digest of what was graded
    sha256: str  # of the report file


_decoder: msgspec.json.Decoder[_Run | _Entry] = msgspec.json.Decoder(_Run | _Entry)


class Journal:
    """The journal of one run. Methods raise `OSError`."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Go on with the journal that a run like this one left in the folder, or begin a new one."""
        self._path = folder / FILE_NAME
        run = _Run(fingerprint=fingerprint)
        self._entries = {(entry.learner, entry.exercise): entry for entry in _read(self._path, run)}
        # Written anew: nothing may be appended to a line that was cut off.
        atomic.write(self._path, _line(run) + b"".join(map(_line, self._entries.values())))

    def holds(self, learner: str, exercise: str) -> bool:
        """Whether a report was finished."""
        return (learner, exercise) in self._entries

    def vouches(self, report: Report, data: bytes, submission: str) -> bool:
        """Whether a report is the one that was finished, for a submission with this digest, to the byte."""
        entry = self._entries.get((report.learner, report.exercise))
        return entry is not None and entry.submission == submission and entry.sha256 == _digest(data)

    def note(self, report: Report, data: bytes) -> None:
        """Note that a report is in its place; a power failure forgets none that was noted."""
        entry = _Entry(
            learner=report.learner,
            exercise=report.exercise,
            submission=report.submission,
            sha256=_digest(data),
        )
        with self._path.open("ab") as file:
            file.write(_line(entry))
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Forget the run, which is over: the next one grades everything anew."""
        self._path.unlink(missing_ok=True)


def _read(path: Path, run: _Run) -> Iterator[_Entry]:
    try:
        first, *lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    if _parsed(first) != run:
        return
    for line in lines:
        if isinstance(entry := _parsed(line), _Entry):
            yield entry


def _parsed(line: bytes) -> _Run | _Entry | None:
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _line(entry: _Run | _Entry) -> bytes:
    return msgspec.json.encode(entry) + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
