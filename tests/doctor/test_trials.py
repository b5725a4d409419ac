"""Trials in processes of their own, and all of them together on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import find_course, load
from autograder.doctor import trials
from autograder.doctor.examination import examine
from autograder.doctor.finding import State, guarded
from autograder.doctor.trials import Trial
from autograder.errors import HostError
from autograder.gradebook import open_gradebook
from tests.cli.course_files import write_course


def tried(program: str, seconds: float = 60.0) -> dict[str, object]:
    trial = Trial("name", "some text\n", program=("-c", program))
    found = trial.result(seconds)
    trial.end()
    return found


def test_what_a_trial_tells_is_returned_and_noise_is_not() -> None:
    assert tried("""print('noise\\n{"a": 1}\\n{"b": [2]}')""") == {"a": 1, "b": [2]}


def test_a_trial_gets_its_text_and_its_name() -> None:
    program = "import json, sys; print(json.dumps(dict(text=input(), name=sys.argv[1])))"
    assert tried(program) == {"text": "some text", "name": "name"}


def test_a_crash_keeps_what_was_told_before_it() -> None:
    program = """import os; print('{"a": 1}', flush=True); os.kill(os.getpid(), 11)"""
    assert tried(program) == {"a": 1, "failed": "the process ended with status -11: it said nothing"}


def test_an_exception_is_its_last_line() -> None:
    assert tried("raise ValueError('no')") == {"failed": "the process ended with status 1: ValueError: no"}


def test_a_trial_that_hangs_is_ended() -> None:
    assert tried("import time; time.sleep(60)", 0.5) == {"failed": "no answer within 0.5 seconds"}


def test_a_trial_of_ours_says_what_it_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a message sends people to the doctor, they are already there."""

    def meet() -> None:
        raise HostError("A worker could not start: no room. Run `grade doctor` to see why.")

    monkeypatch.setitem(trials._TRIALS, "meet", meet)
    monkeypatch.setattr("sys.argv", ["trials", "meet"])
    assert trials.main() == 1
    assert capsys.readouterr().out == '{"failed": "A worker could not start: no room."}\n'


def test_a_look_that_fails_is_a_finding() -> None:
    def look() -> list[object]:
        raise OSError("out of chalk")

    (finding,) = guarded("blackboard", look)  # type: ignore[arg-type]
    assert (finding.name, finding.state) == ("blackboard", State.BROKEN)
    assert finding.found == "looking at it failed: OSError: out of chalk"


def test_this_machine_from_a_folder_that_is_no_course(tmp_path: Path) -> None:
    """PyTorch is imported and a worker started, and the missing course is one finding among the others."""
    found = {finding.name: finding for finding in examine(lambda: find_course(tmp_path))}
    assert list(found)[:5] == ["Python", "PyTorch", "torchvision", "CUDA", "sandbox"]
    assert {found[name].state for name in ("Python", "PyTorch", "torchvision", "worker", "data")} == {
        State.OK
    }
    assert found["course"].state is State.BROKEN
    assert found["course"].found.startswith(f"there is no course.toml in {tmp_path}")
    assert "gradebook" not in found


def test_a_real_gradebook_is_opened(tmp_path: Path) -> None:
    course = load(write_course(tmp_path) / "course.toml")
    with open_gradebook(course) as book:
        book.prepare()
    trial = Trial("gradebook", str(tmp_path / "course.toml"))
    assert trial.result() == {"address": str(tmp_path / "gradebook.db"), "scores": 0}
    trial.end()
