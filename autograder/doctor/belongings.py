"""What grading works with: the course, its data and its gradebook."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from autograder.course import Course
from autograder.data import sources
from autograder.doctor.finding import Finding, broken, limited, ok
from autograder.doctor.machine import is_writable
from autograder.doctor.trials import Trial
from autograder.errors import HostError

DATABASE_SECONDS = 15.0
_SQLITE = "sqlite:///"
_MEND_ADDRESS = "Correct url in [gradebook] of course.toml, or start that database."


def course(found: Course) -> Iterator[Finding]:
    """Say what course it is."""
    yield ok("course", f"{found.title}: {len(found.exercises)} exercises in {found.root}")


def data(full: Path | None, find: Callable[..., sources.Source] = sources.find) -> Iterator[Finding]:
    """Look at the sample, down to its bytes, and for the full set; nothing is downloaded."""
    try:
        sample = find()
        for file in sample.data_set.files:
            sample.read(file)
    except HostError as error:
        yield broken("data", str(error), "Install torchgrade again.")
    else:
        yield ok("data", str(sample))
    try:
        yield ok("full data", str(find(full=True, folder=full, fetch=_do_not_fetch)))
    except HostError as error:
        if full is not None:
            yield broken("full data", str(error), "Correct full in [data] of course.toml, or take it out.")
        else:
            yield limited(
                "full data", "not on this machine; only --full needs it", f"For --full: {sources.WAYS}."
            )


def _do_not_fetch(folder: Path) -> None:
    raise HostError("not downloaded yet")


def gradebook(url: str) -> Iterator[Finding]:
    """Open the gradebook if there is one, without changing it."""
    try:
        metadata.version("nbgrader")
    except metadata.PackageNotFoundError:
        yield broken("gradebook", "nbgrader is not installed", "Install it: pip install nbgrader")
        return
    yield _sqlite(Path(url.removeprefix(_SQLITE))) if url.startswith(_SQLITE) else _database(url)


def _sqlite(path: Path) -> Finding:
    if not path.exists():
        if not is_writable(path.parent):
            found = f"{path} cannot be made: its folder cannot be written"
            return limited(
                "gradebook", found, "Only `grade all` needs it; name another place in course.toml."
            )
        return ok("gradebook", f"{path} will be made when it is first needed")
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2.0)
        try:
            learners = connection.execute("select count(*) from student").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        mend = "Move that file away, or name another one in [gradebook] of course.toml."
        return broken("gradebook", f"{path} cannot be read as a gradebook: {error}", mend)
    return ok("gradebook", f"{path}, {learners:,} learners")


def _database(url: str) -> Finding:
    found = Trial("database", url).result(DATABASE_SECONDS)
    address = found.get("address", "the database")
    if found.get("open"):
        return ok("gradebook", f"{address} can be opened")
    return broken(
        "gradebook", f"{address} cannot be opened: {found.get('failed', 'no answer')}", _MEND_ADDRESS
    )
