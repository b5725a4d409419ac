"""The folder of results: a report file a submission, and a table of grades; each whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder import atomic
from autograder import report as reports
from autograder.batch.index import Index, vouches
from autograder.batch.lock import locked
from autograder.errors import HostError
from autograder.report import Report
from autograder.report_row import ReportRow, Rows

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
        self.rows = Rows()
        self._index: Index | None = None

    def take_up(self, graded_with: Mapping[str, str], *, forget: Container[tuple[str, str]] = ()) -> None:
        """Take up what earlier runs that graded with the same things have finished.

        `graded_with` has a fingerprint for each exercise of this run. What was finished of a learner and
        exercise in `forget` is no longer finished.
        """
        self.look_up(graded_with, forget=forget)
        self.begin()

    def look_up(self, graded_with: Mapping[str, str], *, forget: Container[tuple[str, str]] = ()) -> None:
        """Know what `take_up` would take up, and write nothing."""
        with _telling(self.out):
            self._index = Index(self.out, graded_with, forget=forget)

    def begin(self) -> None:
        """Have the folder know what was looked up, and nothing that was graded with other things."""
        assert self._index is not None
        with _telling(self.out):
            self._index.begin()

    def finished(self, learner: str, exercise: str, submission: str) -> Report | None:
        """Return the report of a submission with this digest, if an earlier run finished it or a copy.

        Another learner's report of the same bytes is this one's too: names aside, nothing in it could differ.
        Nothing is written yet: see `keep`.
        """
        entry = self._index.find(learner, exercise, submission) if self._index else None
        if entry is None:
            return None
        try:
            data = self._path(entry.learner, exercise).read_bytes()
            report = reports.decode(data)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        if not vouches(entry, report, data):
            return None
        return msgspec.structs.replace(report, learner=learner)

    def keep(self, row: ReportRow) -> None:
        """Give a report that was finished to whom it was found for, if it is a copy."""
        entry = self._index.find(row.learner, row.exercise, row.submission) if self._index else None
        if entry is not None and entry.learner == row.learner:
            return
        report = self.finished(row.learner, row.exercise, row.submission)
        if report is None:
            raise _changed(row)
        self.write(report)

    def report(self, row: ReportRow) -> Report:
        """Read the report of a row back from its file; raises `HostError` where another lies there by now."""
        report = self.earlier(row.learner, row.exercise)
        if report is None or report.submission != row.submission:
            raise _changed(row)
        return report

    def earlier(self, learner: str, exercise: str) -> Report | None:
        """Return the report that lies in the folder, whatever it was made of; None without one."""
        try:
            return reports.decode(self._path(learner, exercise).read_bytes())
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def write(self, report: Report) -> None:
        """Put a report into its file, and note that it is finished."""
        path, data = self._path(report.learner, report.exercise), reports.encode(report)
        with _telling(path):
            path.parent.mkdir(exist_ok=True)
            atomic.write(path, data)
            if self._index is not None and report.submission:
                self._index.note(report, data)

    def drop(self, learner: str, exercise: str) -> None:
        """Take away the report of an earlier run, where this one has none to put in its place."""
        path = self._path(learner, exercise)
        with _telling(path):
            path.unlink(missing_ok=True)

    def write_table(self, finished: Sequence[ReportRow]) -> Path:
        """Write the table of grades, and return its path."""
        from autograder.gradebook.exporters.csv import write_grades_csv

        write_grades_csv(self.out / TABLE, finished)
        return self.out / TABLE

    def close(self, learners: Iterable[str]) -> None:
        """Tidy up, in the end, after runs that were killed."""
        with _telling(self.out):
            for learner in set(learners):
                folder = self._folder(learner)
                if folder.is_dir():
                    atomic.sweep(folder)

    def _folder(self, learner: str) -> Path:
        return self.out / learner.replace("/", "_")

    def _path(self, learner: str, exercise: str) -> Path:
        return self._folder(learner) / f"{exercise}.json"


def _changed(row: ReportRow) -> HostError:
    return HostError(
        f"The report of {row.learner} for {row.exercise} was changed or removed while it was needed. "
        "Run the same command again."
    )


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HostError(f"{path} cannot be written {atomic.trouble(error, _ELSEWHERE)}") from error
