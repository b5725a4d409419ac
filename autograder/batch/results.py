"""The folder of results: a report file a submission, and a table of grades; each whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from autograder import atomic
from autograder import report as reports
from autograder.batch.journal import Journal
from autograder.batch.lock import locked
from autograder.errors import HostError
from autograder.report import Report

TABLE = "grades.csv"
_ELSEWHERE = "Name another folder with --out"


@contextlib.contextmanager
def open_results(out: Path) -> Iterator[Results]:
    """Give the folder to one run alone; raises `UsageError` while another run has it.

    Raises `HostError` when it cannot be written, which is better known before grading than after it.
    """
    with _telling(out):
        out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        with _telling(out):
            stack.enter_context(locked(out))
            atomic.sweep(out)
        yield Results(out)


class Results:
    """A folder of results that no other run writes to. Methods raise `HostError`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._journal: Journal | None = None

    def go_on(self, fingerprint: str) -> None:
        """Take up what a run that graded with the same things has left when it was broken off."""
        with _telling(self.out):
            self._journal = Journal(self.out, fingerprint)

    def finished(self, learner: str, exercise: str, submission: str) -> Report | None:
        """Return the report of a submission with this digest, if the run that was broken off finished it."""
        if self._journal is None or not self._journal.holds(learner, exercise):
            return None
        try:
            data = self._path(learner, exercise).read_bytes()
            report = reports.decode(data)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        same = (report.learner, report.exercise) == (learner, exercise)
        return report if same and self._journal.vouches(report, data, submission) else None

    def write(self, report: Report) -> None:
        """Put a report into its file, and note that it is finished."""
        path, data = self._path(report.learner, report.exercise), reports.encode(report)
        with _telling(path):
            path.parent.mkdir(exist_ok=True)
            atomic.write(path, data)
            if self._journal is not None and report.submission:
                self._journal.note(report, data)

    def drop(self, learner: str, exercise: str) -> None:
        """Take away the report of an earlier run, where this one has none to put in its place."""
        path = self._path(learner, exercise)
        with _telling(path):
            path.unlink(missing_ok=True)

    def write_table(self, finished: Sequence[Report]) -> Path:
        """Write the table of grades, and return its path."""
        from autograder.gradebook.exporters.csv import write_grades_csv

        write_grades_csv(self.out / TABLE, finished)
        return self.out / TABLE

    def close(self, learners: Iterable[str]) -> None:
        """Say that the run is over, and tidy up after runs that were killed."""
        with _telling(self.out):
            for learner in set(learners):
                folder = self._folder(learner)
                if folder.is_dir():
                    atomic.sweep(folder)
            if self._journal is not None:
                self._journal.close()

    def _folder(self, learner: str) -> Path:
        return self.out / learner.replace("/", "_")

    def _path(self, learner: str, exercise: str) -> Path:
        return self._folder(learner) / f"{exercise}.json"


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HostError(f"{path} cannot be written {atomic.trouble(error, _ELSEWHERE)}") from error
