"""The course's data and its gradebook; nothing is changed by looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course, Limits
from autograder.data import sources
from autograder.doctor.belongings import data, gradebook
from autograder.doctor.finding import Finding, State
from autograder.errors import HostError


def test_the_sample_is_read_and_nothing_is_downloaded(tmp_path: Path) -> None:
    """`find` gets a fetch that refuses, so a machine without the full set is told so at once."""

    def find(**how: Any) -> sources.Source:
        if not how:
            return sources.find()
        assert how["full"]
        how["fetch"](tmp_path)
        raise AssertionError("it was downloaded")

    sample, full = data(None, find)
    assert (sample.state, sample.found) == (
        State.OK,
        "FashionMNIST, 6,000 training and 2,000 test images, embedded in the package",
    )
    assert (full.state, full.found) == (State.LIMITED, "not on this machine; only --full needs it")
    assert "set `full` in [data] of course.toml" in full.mend


def test_a_damaged_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: sources.Source, file: object) -> bytes:
        raise HostError("train-images: the content is damaged")

    monkeypatch.setattr(sources.Source, "read", read)
    sample, _ = data(None)
    assert (sample.state, sample.found) == (State.BROKEN, "train-images: the content is damaged")


def test_a_folder_that_course_toml_names_must_hold_the_full_set(tmp_path: Path) -> None:
    _, full = data(tmp_path / "gone")
    assert full.state is State.BROKEN
    assert full.found.startswith(f"{tmp_path / 'gone'}: does not exist")
    assert full.mend == "Correct full in [data] of course.toml, or take it out."


def looked(url: str, **opened: Any) -> Finding:
    """Look at the gradebook of a course; what opening it gives is `opened`."""
    course = Course(
        root=Path("/course"),
        id="c",
        title="C",
        limits=Limits(),
        gradebook_url=url,
        full_data=None,
        secret_file=Path("/course/secret"),
        exercises=(),
    )

    def try_out(name: str, text: str) -> dict[str, Any]:
        assert (name, text) == ("gradebook", "/course/course.toml")
        return opened

    (finding,) = gradebook(course, try_out)
    return finding


def test_a_gradebook_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    finding = looked(f"sqlite:///{tmp_path / 'grades.db'}")
    assert (finding.state, finding.found) == (
        State.OK,
        f"{tmp_path / 'grades.db'} will be made when it is first needed",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_gradebook_that_cannot_be_made_is_only_missed_by_instructors(tmp_path: Path) -> None:
    finding = looked(f"sqlite:///{tmp_path / 'gone/grades.db'}")
    assert finding.state is State.LIMITED
    assert finding.found == f"{tmp_path / 'gone/grades.db'} cannot be made: its folder cannot be written"


@pytest.mark.parametrize("there", [True, False])
def test_a_gradebook_that_opens(tmp_path: Path, there: bool) -> None:
    """A database elsewhere is tried out as a file that exists is."""
    (tmp_path / "grades.db").touch()
    address = f"sqlite:///{tmp_path / 'grades.db'}" if there else "postgresql://host/grades"
    finding = looked(address, address="somewhere", scores=1200)
    assert (finding.state, finding.found) == (State.OK, "somewhere, 1,200 scores")


def test_a_gradebook_that_does_not_open() -> None:
    trouble = "gradebook postgresql://user:***@host/grades: it cannot be reached; start it"
    finding = looked("postgresql://host/grades", failed=trouble)
    assert (finding.state, finding.found) == (
        State.BROKEN,
        "postgresql://user:***@host/grades: it cannot be reached; start it",
    )
