"""While something is graded, a terminal shows a sign of life and the curves of a training, and then the report alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.course_files import write_course
from tests.watching.pseudo_terminal import PseudoTerminal

FAKE = [sys.executable, "-m", "tests.cli.fake_grader"]
CHECK = ["check", "ex01"]
REPOSITORY = str(Path(__file__).parents[2])


@pytest.fixture
def environment() -> dict[str, str]:
    mine = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": REPOSITORY}
    return {name: value for name, value in mine.items() if name not in ("COLUMNS", "NO_COLOR")}


def test_a_terminal_sees_a_training_while_it_lasts(tmp_path: Path, environment: dict[str, str]) -> None:
    course = write_course(tmp_path / "course")
    plain = subprocess.run(
        [*FAKE, "fake", *CHECK], cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    assert plain.stderr == ""
    terminal = PseudoTerminal([*FAKE, "training", *CHECK], course, environment, columns=60)
    try:
        terminal.wait_for(r"Grading ex01  loss [▁▂▃▄▅▆▇█]+ \d\.\d{3}", 60)
        (course / "drawn").touch()
        assert terminal.ended(60) == plain.returncode
        assert "Grading" not in terminal.screen and "loss" not in terminal.screen
        assert " ".join(plain.stdout.split()[:6]) in " ".join(terminal.screen.split())
    finally:
        terminal.close()


def test_json_is_alone(tmp_path: Path, environment: dict[str, str]) -> None:
    course = write_course(tmp_path / "course")
    terminal = PseudoTerminal([*FAKE, "fake", *CHECK, "--json"], course, environment)
    try:
        terminal.ended(60)
        assert json.loads(terminal.text)["exercise"] == "ex01", "and nothing else, though it is a terminal"
    finally:
        terminal.close()
