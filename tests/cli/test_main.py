"""The entry point: exit codes, errors, and what it does when its reader, its user or its disk goes away."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from autograder import __version__
from autograder.cli.app import app
from tests.cli.conftest import Ended
from tests.cli.course_files import stub
from tests.cli.fake_grader import FakeGrader
from tests.conftest import ROOT
from tests.watching.pseudo_terminal import PseudoTerminal

Grade = Callable[..., Ended]
HEAVY = ("torch", "numpy", "pytest", "sqlalchemy", "nbgrader", "rich.progress", "autograder.worker.client")


def start(*arguments: str, grader: str = "fake", **how: Any) -> subprocess.Popen[bytes]:
    """Start `grade` in a process of its own, with a grader that is none."""
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)} | how.pop("env", {})
    command = [sys.executable, "-m", "tests.cli.fake_grader", grader, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Whoever starts these tests in the background of a shell has Ctrl-C ignored, and children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, env=environment, **pipes | how)
    finally:
        signal.signal(signal.SIGINT, before)


def finish(process: subprocess.Popen[bytes]) -> Ended:
    out, err = process.communicate(timeout=60)
    return Ended(process.returncode, (out or b"").decode(), (err or b"").decode())


def commands() -> Iterator[list[str]]:
    """All commands there are, those of groups too."""
    groups = {"author": importlib.import_module("autograder.cli.author").app}
    yield []
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        yield [name]
        if name in groups:
            yield from ([name, command] for command in get_command(groups[name]).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_has_help_with_an_example(grade: Grade, command: list[str]) -> None:
    ended = grade(*command, "--help")
    assert (ended.code, ended.err) == (0, "")
    shown = " ".join(ended.out.replace("`", "").split())
    assert f"Example: {' '.join(['grade', *command])}" in shown


def test_help_lists_commands_by_audience(grade: Grade) -> None:
    shown = grade("-h").out
    places = [shown.index(word) for word in ("learners", "check", "instructors", "all", "authors", "author ")]
    assert places == sorted(places)


def test_a_group_that_is_loaded_late_is_listed_with_its_own_help(grade: Grade) -> None:
    author = importlib.import_module("autograder.cli.author").app
    assert f"author {author.info.help}" in " ".join(grade("--help").out.split())


def test_version(grade: Grade) -> None:
    assert grade("--version") == Ended(0, f"torchgrade {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check"], ["check", "ex01", "ex02"], ["check", "--nope"], ["--nope"]]
)
def test_wrong_usage_exits_with_2_and_shows_the_usage(grade: Grade, arguments: list[str]) -> None:
    ended = grade(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: grade ")
    assert "Example: grade check ex03\n" in ended.err


@pytest.mark.parametrize("name", ["ex01", "1", "exercises/ex01_double.py", "ex01_double"])
def test_an_exercise_in_the_place_of_a_command_is_understood(grade: Grade, name: str) -> None:
    ended = grade(name)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith(f"\nTo grade an exercise: grade check {name}\n")


def test_an_unexpected_exception_is_one_line(
    course: Path, grader: FakeGrader, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    grader.error = KeyError("x\x1b[2J\ny")
    line = "grade: this is a bug in torchgrade: KeyError: 'x\\x1b[2J\\ny' (TORCHGRADE_DEBUG=1 shows where)\n"
    assert grade("check", "ex01") == Ended(3, "", line)
    monkeypatch.setenv("TORCHGRADE_DEBUG", "1")
    ended = grade("check", "ex01")
    assert ended.code == 3
    assert ended.err.startswith("Traceback (most recent call last):\n")
    assert ended.err.endswith(line)


def test_a_missing_package_is_the_machines_fault(course: Path, grader: FakeGrader, grade: Grade) -> None:
    grader.error = ModuleNotFoundError("No module named 'torch'", name="torch")
    assert grade("check", "ex01") == Ended(
        3,
        "",
        "grade: ModuleNotFoundError: No module named 'torch'. A package is missing or broken; "
        "`grade doctor` looks which.\n",
    )


def test_a_system_that_refuses_is_no_bug(course: Path, grader: FakeGrader, grade: Grade) -> None:
    grader.error = PermissionError(13, "Permission denied", "/tmp/x")
    assert grade("check", "ex01") == Ended(3, "", "grade: the system refused: /tmp/x: Permission denied.\n")


def test_ctrl_c_ends_it_with_130_and_no_traceback(course: Path) -> None:
    process = start("check", "ex01", grader="sleepy")
    assert process.stderr is not None
    assert process.stderr.readline() == b"begun\n"
    process.send_signal(signal.SIGINT)
    assert finish(process) == Ended(130, "", "grade: stopped\n")


@pytest.mark.parametrize("arguments", [["check", "ex01"], ["check", "ex01", "--json"], [], ["--help"]])
def test_a_reader_that_has_gone_is_no_error(course: Path, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = start(*arguments, stdout=write)
    os.close(write)
    assert finish(process) == Ended(141, "", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["check", "ex01"], ["check", "ex01", "--json"], []])
def test_a_full_disk_is_told(course: Path, arguments: list[str]) -> None:
    """A result that nobody can read must not look like a result."""
    with open("/dev/full", "wb") as full:
        assert finish(start(*arguments, stdout=full)) == Ended(
            3, "", "grade: the system refused: No space left on device.\n"
        )


def test_where_the_encoding_is_ascii_nothing_breaks(course: Path) -> None:
    (course / "exercises/ex01_double.py").write_text(stub("double", "return x  # half"))
    ended = finish(start("check", "ex01", env={"PYTHONIOENCODING": "ascii"}))
    assert ended == Ended(
        1,
        "ex01 Doubling  4/10\n\n  ok 4/4  takes a matrix\n  x  0/6  \\xe9[0] (hidden)\n          \\xe9 < [0]\n\n"
        "Next: mend the first x above, then run\n  grade check ex01\n",
        "",
    )
    help_page = finish(start("check", "--help", env={"PYTHONIOENCODING": "ascii"}))
    assert help_page.code == 0
    assert help_page.out.isascii()
    assert "\\u" not in help_page.out


def test_json_is_utf_8_whatever_the_encoding_is(course: Path) -> None:
    ended = finish(start("check", "ex01", "--json", env={"PYTHONIOENCODING": "ascii"}))
    assert '"title": "é[0]"' in ended.out


def test_the_width_and_the_colours_are_those_of_the_environment(course: Path) -> None:
    (course / "exercises/ex01_double.py").write_text(stub("double", "return x  # half"))
    piped = finish(start("check", "ex01", env={"COLUMNS": "30"}))
    assert "\x1b" not in piped.out
    assert "Next: mend the first ✗ above,\nthen run\n" in piped.out
    forced = finish(start("check", "ex01", env={"FORCE_COLOR": "1", "TERM": "xterm"}))
    assert "\x1b[32m✓" in forced.out
    without = finish(start("check", "ex01", env={"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"}))
    assert "\x1b[3" not in without.out
    dumb = finish(start("check", "ex01", env={"FORCE_COLOR": "1", "TERM": "dumb"}))
    assert "\x1b" not in dumb.out


def on_a_terminal(course: Path, *arguments: str, columns: int, **environment: str) -> str:
    mine = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "xterm", **environment}
    mine.pop("COLUMNS", None)
    terminal = PseudoTerminal(
        [sys.executable, "-m", "tests.cli.fake_grader", "fake", *arguments], course, mine, columns=columns
    )
    try:
        terminal.ended(60)
        return terminal.text.replace("\r", "")
    finally:
        terminal.close()


def test_errors_are_broken_between_words_on_a_terminal_alone(course: Path) -> None:
    wanted = ("show", "ex01")
    shown = on_a_terminal(course, *wanted, columns=40)
    assert max(map(len, shown.splitlines())) <= 40
    whole = finish(start(*wanted, env={})).err
    assert whole.count("\n") == 1 and whole.split() == shown.split()


def test_a_dumb_terminal_has_its_own_width(course: Path) -> None:
    """Rich takes 80 columns for granted there."""
    (course / "exercises/ex01_double.py").write_text(stub("double", "return x  # half"))
    shown = on_a_terminal(course, "check", "ex01", columns=30, TERM="dumb")
    assert "Next: mend the first ✗ above,\nthen run\n" in shown
    assert "\x1b" not in shown


def loaded(program: str) -> set[str]:
    """Return which heavy modules are loaded at the end of a program."""
    asked = f"{program}\nimport sys\nprint('\\nheavy:', *sorted(set({HEAVY}) & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.splitlines()[-1].removeprefix("heavy:").split())


@pytest.mark.parametrize("arguments", [["--help"], [], ["check", "ex09"]])
def test_nothing_heavy_is_imported_before_it_is_needed(course: Path, arguments: list[str]) -> None:
    """Looking at the progress, at help or at a mistyped name must be quick."""
    assert loaded(f"from autograder.cli.main import run\nrun({arguments})") == set()


def test_the_grader_is_opened_before_anything_heavy_is_imported(course: Path) -> None:
    """What imports torch for the learner's code then does it while the grader imports it too."""
    program = """
from autograder.cli.main import run
from autograder.errors import HostError
from autograder.grading import session

def opened(*arguments, **how):
    raise HostError("this is all that was wanted")

session.Grader = opened
assert run(["check", "ex01"]) == 3
"""
    assert loaded(program) == set()
