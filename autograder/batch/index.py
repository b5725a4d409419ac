"""Which reports in a folder of results are finished, and what they were graded with.

The index lies beside the results and outlives the run: the next one takes over what has not changed, whether
this one was broken off or came to its end. A line for each report file that is in its place; a line that was
cut off counts for nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import msgspec

from autograder import atomic
from autograder.report import Report

FILE_NAME = ".graded"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One report that is finished."""

    learner: str
    exercise: str
    submission: str  # the digest of what was graded
    graded_with: str  # the fingerprint of all else that decides on a score
    sha256: str  # of the report file


_decoder = msgspec.json.Decoder(Entry)


class Index:
    """The index of one folder. Methods raise `OSError`."""

    def __init__(
        self, folder: Path, graded_with: Mapping[str, str], *, forget: Container[tuple[str, str]] = ()
    ) -> None:
        """Read the index that earlier runs left in the folder.

        `graded_with` is the fingerprint of each exercise that this run grades; entries with another one are
        dropped, as are those of a learner and exercise in `forget`. Entries of other exercises stay.
        `begin` comes before the first `note`.
        """
        self._path = folder / FILE_NAME
        self._graded_with = graded_with
        self._entries = {
            (entry.learner, entry.exercise): entry
            for entry in _read(self._path)
            if (entry.learner, entry.exercise) not in forget
            and graded_with.get(entry.exercise, entry.graded_with) == entry.graded_with
        }
        # By what was graded: whose report tells what copies of it get.
        self._first = {(entry.exercise, entry.submission): entry for entry in self._entries.values()}

    def begin(self) -> None:
        """Write the file anew: nothing may be appended to a line that was cut off."""
        atomic.write(self._path, b"".join(map(_line, self._entries.values())))

    def find(self, learner: str, exercise: str, submission: str) -> Entry | None:
        """Return the entry of a submission with this digest: the learner's, or else anybody's."""
        entry = self._entries.get((learner, exercise))
        return entry if entry and entry.submission == submission else self._first.get((exercise, submission))

    def note(self, report: Report, data: bytes) -> None:
        """Note that a report is in its place; a power failure forgets none that was noted."""
        entry = Entry(
            learner=report.learner,
            exercise=report.exercise,
            submission=report.submission,
            graded_with=self._graded_with[report.exercise],
            sha256=_digest(data),
        )
        self._entries[report.learner, report.exercise] = entry
        self._first[report.exercise, report.submission] = entry
        with self._path.open("ab") as file:
            file.write(_line(entry))
            file.flush()
            os.fsync(file.fileno())


def vouches(entry: Entry, report: Report, data: bytes) -> bool:
    """Whether a report is the one that was finished, to the byte."""
    same = (report.learner, report.exercise, report.submission)
    return same == (entry.learner, entry.exercise, entry.submission) and entry.sha256 == _digest(data)


def _read(path: Path) -> Iterator[Entry]:
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield _decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue


def _line(entry: Entry) -> bytes:
    return msgspec.json.encode(entry) + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
