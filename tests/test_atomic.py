"""A file that is written appears whole or not at all, and what a killed process leaves is swept up."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import atomic


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data in (b"first", b"second"):
        atomic.write(path, data)
        assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize("mode", [None, 0o640])
def test_a_file_keeps_its_permissions_unless_told_others(tmp_path: Path, mode: int | None) -> None:
    path = tmp_path / "a.json"
    atomic.write(path, b"first", mode=0o604)
    atomic.write(path, b"second", mode=mode)
    assert path.stat().st_mode & 0o777 == (mode or 0o604)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_step_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync", full), "replace": (Path, "replace", full)}[step])
    with pytest.raises(OSError, match="No space"):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_process_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """It is killed between writing the data and giving them their name."""
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    program = (
        "import os, signal; from pathlib import Path; from autograder import atomic\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"atomic.write(Path({str(path)!r}), b'new')"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    assert path.read_bytes() == b"old"
    assert len(os.listdir(tmp_path)) == 2
    atomic.sweep(tmp_path)
    assert os.listdir(tmp_path) == ["a.json"]


def test_sweeping_spares_the_living_and_what_others_have_named(tmp_path: Path) -> None:
    names = {f".a.json.{os.getpid()}.new", ".a.json.new", "a.json.1.new", ".a.json.0x1.new", "a.json"}
    for name in names:
        (tmp_path / name).touch()
    atomic.sweep(tmp_path)
    assert set(os.listdir(tmp_path)) == names


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "(No space left on device). Free some space."),
        (errno.EROFS, "(Read-only file system). Name another folder."),
    ],
)
def test_a_trouble_ends_with_its_remedy(number: int, said: str) -> None:
    assert atomic.trouble(OSError(number, os.strerror(number)), "Name another folder") == said
