"""`grade doctor`: what the exit code and the JSON say of the findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.doctor import examination, security
from autograder.doctor.finding import Finding, broken, limited, ok
from autograder.doctor.security import Attempt, Verdict
from autograder.errors import UsageError
from tests.cli.conftest import Ended

Grade = Callable[..., Ended]
GOOD, FAIR, BAD = (
    ok("Python", "3.12"),
    limited("CUDA", "none", "Buy one."),
    broken("PyTorch", "gone", "Install it."),
)


def pretend(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(examination, "examine", lambda find: list(findings))


@pytest.mark.parametrize(("findings", "code"), [([GOOD], 0), ([GOOD, FAIR], 0), ([GOOD, FAIR, BAD], 1)])
def test_only_what_grading_needs_fails(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, findings: list[Finding], code: int
) -> None:
    pretend(monkeypatch, *findings)
    assert grade("doctor").code == code
    assert grade("doctor", "--json").code == code


def test_json_is_one_object(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, GOOD, BAD)
    assert json.loads(grade("doctor", "--json").out) == {
        "ok": False,
        "findings": [
            {"name": "Python", "state": "ok", "found": "3.12", "mend": ""},
            {"name": "PyTorch", "state": "broken", "found": "gone", "mend": "Install it."},
        ],
    }


HELD = Verdict(layer="root", attempts=(Attempt(name="read_a_file", held=True),))
THROUGH = Verdict(layer="seccomp", attempts=(Attempt(name="trace_a_process", held=False, got="ptrace"),))
MISSING = Verdict(layer="landlock", missing="an old kernel")


@pytest.mark.parametrize(
    ("verdicts", "code", "shown"),
    [
        ([HELD], 0, "✓ root: stopped 1 attempts: read a file\n\nEvery layer held.\n"),
        (
            [HELD, THROUGH, MISSING],
            1,
            "✓ root: stopped 1 attempts: read a file\n"
            "✗ seccomp: 1 of 1 attempts were not stopped: trace a process (ptrace)\n"
            "✗ landlock: missing: an old kernel\n\n"
            "What has ✗ in front did not hold: see docs/security.md.\n",
        ),
    ],
)
def test_security_fails_unless_every_layer_held(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, verdicts: list[Verdict], code: int, shown: str
) -> None:
    monkeypatch.setattr(security, "try_out", lambda open_backend: verdicts)
    assert grade("doctor", "--security") == Ended(code, shown, "")
    told = json.loads(grade("doctor", "--security", "--json").out)
    assert told["ok"] is (code == 0)
    assert told["layers"][0] == {
        "layer": "root",
        "held": True,
        "missing": "",
        "attempts": [{"name": "read_a_file", "held": True, "got": ""}],
    }


def test_outside_of_a_course_the_doctor_comes_all_the_same(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    met: list[str] = []

    def examine(find: Callable[[], Path]) -> list[Finding]:
        with pytest.raises(UsageError) as caught:
            find()
        met.append(str(caught.value))
        return [GOOD]

    monkeypatch.setattr(examination, "examine", examine)
    assert grade("doctor") == Ended(0, "✓ Python: 3.12\n\nEverything works.\n", "")
    assert met[0].startswith("there is no course.toml in ")
