"""What grading works with: the course, its data and its gradebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.course import FILE_NAME, Course
from autograder.data import sources
from autograder.doctor.finding import Finding, broken, limited, ok
from autograder.doctor.machine import is_writable
from autograder.errors import HostError

_SQLITE = "sqlite:///"


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


def gradebook(found: Course, try_out: Callable[[str, str], Mapping[str, Any]]) -> Iterator[Finding]:
    """Open the gradebook if there is one; `try_out` runs the trial of a name with a text."""
    url = found.gradebook_url
    path = Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None
    if path is not None and not path.exists():
        yield _not_there_yet(path)
        return
    opened = try_out("gradebook", str(found.root / FILE_NAME))
    if "scores" in opened:
        yield ok("gradebook", f"{opened['address']}, {opened['scores']:,} scores")
    else:
        trouble = opened.get("failed", "it did not answer")
        yield broken("gradebook", trouble.removeprefix("gradebook").lstrip(": "), "")


def _not_there_yet(path: Path) -> Finding:
    if is_writable(path.parent):
        return ok("gradebook", f"{path} will be made when it is first needed")
    mend = "Only `grade all` needs it; name another place in [gradebook] of course.toml."
    return limited("gradebook", f"{path} cannot be made: its folder cannot be written", mend)
