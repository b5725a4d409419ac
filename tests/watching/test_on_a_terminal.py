"""`grade watch` itself, on a pseudo-terminal, with files saved as editors save them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from tests.tiny import make_course
from tests.watching.pseudo_terminal import PseudoTerminal

GRADE = str(Path(sys.executable).with_name("grade"))
RIGHT, WRONG = "def double(x):\n    return x + x\n", "def double(x):\n    return 3 * x\n"
SLOW = "import time\n\ndef double(x):\n    time.sleep(5.5)\n    return 3 * x\n"
KEYS = "q quit"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def file(course: Course) -> Path:
    path = course.exercises[0].stub
    path.write_text(WRONG)
    return path


@pytest.fixture
def terminal(course: Course, file: Path) -> Iterator[PseudoTerminal]:
    environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    environment.pop("COLUMNS", None)
    running = PseudoTerminal([GRADE, "watch"], course.root, environment)
    try:
        running.wait_for(r"ex01 Doubling  0/4[\s\S]*" + KEYS, 60)
        running.forget()
        yield running
    finally:
        running.close()


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def moved_into_place(path: Path, text: str) -> None:
    """Like Vim with `backupcopy=no`, PyCharm and most others."""
    fresh = path.with_name("4913")
    fresh.write_text(text)
    os.replace(fresh, path)


def with_a_backup(path: Path, text: str) -> None:
    """Like Emacs: the old file is moved away, and a new one written."""
    os.replace(path, path.with_name(f"{path.name}~"))
    path.write_text(text)


def in_two_steps(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.write(text[:15])
        file.flush()
        time.sleep(0.3)
        file.write(text[15:])


SAVES: list[Callable[[Path, str], None]] = [in_place, moved_into_place, with_a_backup, in_two_steps]


def test_every_way_to_save_is_seen(terminal: PseudoTerminal, file: Path) -> None:
    for number, save in enumerate(SAVES):
        save(file, f"{RIGHT}# {number}\n")
        terminal.wait_for(r"4/4[\s\S]*Full marks\.[\s\S]*" + KEYS)
        terminal.forget()
        save(file, f"{WRONG}# {number}\n")
        terminal.wait_for(r"0/4[\s\S]*" + KEYS)
        terminal.forget()
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_save_while_it_grades_starts_again(terminal: PseudoTerminal, file: Path) -> None:
    file.write_text(SLOW)
    terminal.wait_for("grading")
    time.sleep(0.5)
    start = time.monotonic()
    file.write_text(RIGHT)
    terminal.wait_for(r"4/4[\s\S]*" + KEYS)
    assert time.monotonic() - start < 5, "the first of three slow tests was waited for"
    terminal.press("q")
    assert terminal.ended() == 0


def test_keys_on_a_narrow_terminal(terminal: PseudoTerminal, file: Path) -> None:
    terminal.resize(60)
    terminal.press("l")
    terminal.wait_for(r"Tiny  0/4[\s\S]*" + KEYS)
    assert max(map(len, terminal.text.replace("\r", "").splitlines())) <= 60
    assert "save it." in terminal.text and "grade check" not in terminal.text, "which to save does"
    terminal.forget()
    terminal.press("x")
    terminal.wait_for("Put ex01_double.py back")
    terminal.press("n")
    terminal.wait_for("Nothing was changed.")
    assert file.read_text() == WRONG
    terminal.press("\x03")
    assert terminal.ended() == 130


def test_a_file_that_is_empty_or_gone_is_told_with_the_key_that_helps(
    terminal: PseudoTerminal, file: Path
) -> None:
    file.write_text("")
    terminal.wait_for(r"is empty\. Press x to get back what it was\.[\s\S]*" + KEYS)
    terminal.forget()
    file.unlink()
    terminal.press("r")  # whether or not the deletion was seen
    terminal.wait_for(r"is missing\. Press x to get it back\.[\s\S]*" + KEYS)
    terminal.press("q")
    assert terminal.ended() == 0


def test_without_a_keyboard_it_says_so(course: Course) -> None:
    ended = subprocess.run(
        [GRADE, "watch"],
        cwd=course.root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "grade: `grade watch` needs a terminal with a keyboard. `grade check` grades once.\n"
    )
