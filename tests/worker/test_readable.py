"""Which of the host's files are for workers to see."""

import sys
from pathlib import Path

import pytest

from autograder.worker import readable, rootfs
from tests.worker.confinement import CHECKOUT


def test_the_interpreter_and_its_libraries_are_seen() -> None:
    paths = readable.default_read_paths()
    for needed in (sys.executable, Path(__import__("os").__file__), Path(pytest.__file__)):
        real = str(Path(needed).resolve())
        assert any(rootfs.is_below(real, str(Path(path).resolve())) for path in paths), needed


def test_the_course_is_not_seen() -> None:
    """Suites, solutions and this package: not even from an editable checkout, which is on the path."""
    paths = rootfs.without(readable.default_read_paths(), readable.PACKAGE)
    for secret in ("solutions", "grader_tests", "autograder"):
        assert not any(rootfs.is_below(str(CHECKOUT / secret), path) for path in paths)


def test_no_system_folder_is_seen_whole() -> None:
    """/usr/share holds data sets, labels included."""
    for whole in ("/", "/usr", "/usr/local", "/usr/share", "/etc", "/home", "/root", "/opt"):
        assert not any(rootfs.is_below(whole, path) for path in readable.default_read_paths())


def test_what_everyone_can_read_counts_the_way_to_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "python").mkdir(parents=True)
    (home / "python").chmod(0o755)
    home.chmod(0o700)
    assert readable.by_everyone(str(home / "python"), from_root=False)
    assert not readable.by_everyone(str(home / "python"), from_root=True)
    (home / "python").chmod(0o750)
    assert not readable.by_everyone(str(home / "python"), from_root=False)
