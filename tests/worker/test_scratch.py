"""A scratch folder goes away, whatever a submission has made of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.worker import scratch

DEPTH = 3_000  # past Python's recursion and past the longest path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scratch"
    made.mkdir()
    return made


def test_what_lies_deeper_than_paths_are_long_goes(folder: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        for _ in range(DEPTH):
            os.mkdir("d")
            os.chdir("d")
        Path("file").touch()
        os.chmod(".", 0)
    finally:
        os.fchdir(here)
        os.close(here)
    scratch.remove(str(folder))
    assert not folder.exists()


def test_links_are_removed_and_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").touch()
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "a").mkdir()
    (folder / "a" / "link").symlink_to(tmp_path / "outside")
    (folder / "a" / "loop").symlink_to(".")
    os.mkfifo(folder / "a" / "fifo")
    scratch.remove(str(folder))
    assert not folder.exists() and (tmp_path / "outside" / "kept").exists()


def test_folders_without_permissions_go(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "file").touch()
    for path in (folder / "a" / "b", folder / "a"):
        path.chmod(0)
    scratch.remove(str(folder))
    assert not folder.exists()


def test_a_folder_that_is_not_there_is_no_error(folder: Path) -> None:
    scratch.remove(str(folder / "none"))
