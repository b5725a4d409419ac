"""Work against the grader is counted for the instructor; honest work, however wrong, is not."""

from __future__ import annotations

import json

import pytest

from autograder import report as reports
from autograder.course import Course, Exercise
from autograder.grading import run
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.verdicts import PASSED
from autograder.worker.client import Worker
from autograder.worker.settings import WorkerLimits
from tests.tiny import SOLUTION, STUB

from .conftest import Grade

PROTOCOL, FORBIDDEN = "broke the protocol", "ended by the system call filter"
CANARY, REFUSED = "passed a test that cannot be passed", "was refused a permission"
SEND = """
import os
from autograder.worker import wire
def send(number, value):
    os.write(3, wire.frame(wire.Answer(number, value))[0])
"""


@pytest.mark.parametrize(
    "source",
    [
        SOLUTION,
        STUB,
        "def double(x):\n    return 3 * x\n",
        "def double(x):\n    return {}[x]\n",
        "def double(x) return x\n",
        "def twice(x): return x\n",
        "import os\ndef double(x):\n    os._exit(1)\n",
        "def double(x):\n    return bytearray(3 << 30)\n",
        "def double(x):\n    while True: print('x' * 10_000)\n",
        "open('nothing.pt')\n",
        "def double(x):\n    return open('model.pt', 'w').write('x')\n",
    ],
)
def test_honest_code_shows_no_sign(grade: Grade, source: str) -> None:
    assert grade(source).tampering == {}


def test_a_stuck_program_shows_no_sign(grade: Grade) -> None:
    assert grade("while True: pass\n").tampering == {}


@pytest.mark.parametrize(
    ("source", "signs"),
    [
        ("import os\ndef double(x):\n    os.write(3, b'x' * 100)\n", {PROTOCOL: 3}),
        ("import os\nos.write(3, b'x' * 100)\n" + SOLUTION, {PROTOCOL: 1}),  # one import, whatever it stops
        ("import os\ndef double(x):\n    os.kill(os.getpid(), 9)\n", {FORBIDDEN: 3}),
        ("import os\ndef double(x):\n    os.chroot('/tmp')\n", {REFUSED: 3}),
    ],
)
def test_signs_are_counted(grade: Grade, source: str, signs: dict[str, int]) -> None:
    report = grade(source)
    assert (report.tampering, report.score) == (signs, 0)


def test_an_answer_too_many_is_seen_also_after_the_last_question(grade: Grade) -> None:
    report = grade(SEND + "def double(x):\n    send(3, 'module')\n    return 2 * x\n")
    assert report.tampering == {PROTOCOL: 3}


def test_the_learner_sees_nothing_of_it(grade: Grade) -> None:
    report = grade("import os\ndef double(x):\n    os.kill(os.getpid(), 9)\n")
    assert "tampering" not in json.dumps(report.learner_view()) and "canary" not in str(report.learner_view())
    assert len(report.tests) == 3
    assert reports.decode(reports.encode(report)) == report


def test_a_check_that_says_yes_to_everything_is_noticed(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.testing.expect.equal", lambda *args, **kwargs: None)
    report = grade("def double(x):\n    return None\n")
    assert (report.score, report.tampering) == (1, {CANARY: 1})


def test_a_verdict_that_is_always_good_is_noticed(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_in_words", lambda error, scene: PASSED)
    report = grade("def double(x):\n    return None\n")
    assert (report.score, report.tampering) == (4, {CANARY: 1})


def test_the_canary_costs_no_worker(course: Course, exercise: Exercise, grader: Grader) -> None:
    class Counting:
        opened = 0
        layers = grader.backend.layers
        missing = grader.backend.missing

        def open(self, limits: WorkerLimits) -> Worker:
            self.opened += 1
            return grader.backend.open(limits)

        def close(self) -> None:
            pass

    backend = Counting()
    with Grader(course, backend=backend) as one:
        assert one.grade(exercise, SubmissionFiles.of_source("ex01_double.py", SOLUTION)).full_marks
    assert backend.opened == 3 + 1  # one a test, and one that waits
