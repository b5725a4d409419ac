"""`grade doctor`: what the exit code and the JSON say of the findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.doctor import examination
from autograder.doctor.finding import Finding, broken, limited, ok
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
    assert met[0].startswith("no course.toml in ")
