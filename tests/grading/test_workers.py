"""Tests that need no isolation share a worker, and their verdicts are those of workers of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.course import Exercise
from autograder.grading import run
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.grading.workers import Workers
from autograder.report import Report, Status
from autograder.worker.client import Allowance, Worker
from tests.tiny import SOLUTION, make_course

Grade = Callable[[str], Report]


@pytest.fixture
def together(exercise: Exercise) -> Exercise:
    """The tiny exercise, with one worker for its tests."""
    return msgspec.structs.replace(exercise, isolate=False)


@pytest.fixture
def grade_together(grader: Grader, together: Exercise) -> Grade:
    return lambda source: grader.grade(together, SubmissionFiles.of_source("ex01_double.py", source))


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """The workers that tests had, in order."""
    found: list[Worker] = []
    load = Worker.load

    def noted(self: Worker, allowance: Allowance, files: dict[str, bytes], main: str) -> None:
        found.append(self)
        load(self, allowance, files, main)

    monkeypatch.setattr(Worker, "load", noted)
    return found


# What earlier code has left behind is kept where no renewal looks.
LEFT = "import sys\n\nEARLIER = getattr(sys, 'left', 0)\nsys.left = EARLIER + 1\n\n"
SUBMISSIONS = {
    "right": SOLUTION,
    "wrong": "def double(x):\n    return 3 * x\n",
    "not started": "def double(x):\n    raise NotImplementedError('not yet')\n",
    "wrong for tensors": "def double(x):\n    return 2 * x if isinstance(x, int) else x\n",
    "not started for tensors": (
        "def double(x):\n    if isinstance(x, int):\n        return 2 * x\n    raise NotImplementedError\n"
    ),
    "raises for large tensors": "def double(x):\n    return 2 * x if isinstance(x, int) or len(x) < 9 else x.no\n",
    "ends for tensors": "import os\ndef double(x):\n    return 2 * x if isinstance(x, int) else os._exit(3)\n",
    "is refused": "def double(x):\n    return 2 * x if isinstance(x, int) else open('/etc/new', 'w')\n",
    "prints": "print('loaded')\ndef double(x):\n    print('called')\n    return 2 * x if isinstance(x, int) else x\n",
    "is no Python": "def double(x:\n",
    "fails after others": f"{LEFT}def double(x):\n    return 2 * x + EARLIER\n",
    "ends after others": f"{LEFT}import os\n\ndef double(x):\n    return 2 * x if not EARLIER else os._exit(3)\n",
    "cannot be imported after others": f"{LEFT}if EARLIER:\n    raise OSError('no')\n\ndef double(x):\n    return 2 * x\n",
    "not started after others": (
        f"{LEFT}def double(x):\n    if EARLIER:\n        raise NotImplementedError\n    return 2 * x\n"
    ),
}


def without_durations(report: Report) -> Report:
    tests = tuple(msgspec.structs.replace(test, seconds=0.0) for test in report.tests)
    return msgspec.structs.replace(report, tests=tests, seconds=0.0)


@pytest.mark.parametrize("source", SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_the_report_is_that_of_workers_of_their_own(
    grade: Callable[[str], Report], grade_together: Grade, source: str
) -> None:
    """Verdicts, messages, output and signs of tampering."""
    assert without_durations(grade_together(source)) == without_durations(grade(source))


def test_one_worker_serves_tests_that_pass(grade_together: Grade, served: list[Worker]) -> None:
    assert grade_together(SOLUTION).full_marks
    assert len(served) == 3 and len(set(served)) == 1


def test_isolated_tests_have_workers_of_their_own(
    grade: Callable[[str], Report], served: list[Worker]
) -> None:
    assert grade(SOLUTION).full_marks
    assert len(served) == 3 and len(set(served)) == 3


def test_the_next_submission_has_a_worker_of_its_own(grade_together: Grade, served: list[Worker]) -> None:
    grade_together(SOLUTION)
    grade_together(SOLUTION)
    assert len(served) == 6 and len(set(served)) == 2


@pytest.mark.parametrize("name", ["wrong for tensors", "not started for tensors"])
def test_a_failed_test_is_run_once_more_only_where_others_came_before(
    grade_together: Grade, served: list[Worker], name: str
) -> None:
    """The second test fails, and once more; the third is served by the worker in which it did, and fails."""
    grade_together(SUBMISSIONS[name])
    first, again, fresh, on, last = served
    assert first is again and fresh is on and len({first, fresh, last}) == 3


@pytest.mark.parametrize(
    ("quick", "workers_of_runs"),
    [
        # After two failures in a row each test has a fresh worker: what takes long is not all run twice.
        (0.0, [0, 0, 1, 1, 2, 3, 4, 5, 5, 6, 6]),
        # Each failure costs a run, and the worker that confirms it goes on.
        (60.0, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5]),
    ],
)
def test_a_worker_serves_on_after_a_second_failure_if_that_came_quickly(
    tmp_path: Path,
    served: list[Worker],
    monkeypatch: pytest.MonkeyPatch,
    quick: float,
    workers_of_runs: list[int],
) -> None:
    monkeypatch.setattr(run, "QUICK_SECONDS", quick)
    course = make_course(tmp_path)
    right, wrong = "expect.equal(submission.double(3), 6)", "expect.equal(submission.double(3), 7)"
    course.exercises[0].suite.write_text(suite_of(right, wrong, wrong, wrong, wrong, right, wrong, right))
    exercise = msgspec.structs.replace(course.exercises[0], isolate=False)
    with Grader(course) as grader:
        report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", SOLUTION))
    assert [test.score for test in report.tests] == [1, 0, 0, 0, 0, 1, 0, 1]
    workers = list(dict.fromkeys(served))
    assert [workers.index(worker) for worker in served] == workers_of_runs


def suite_of(*bodies: str) -> str:
    """A suite of tests that are worth a point each."""
    tests = (f"@points(1, 'test')\ndef test_{n}(submission):\n    {body}\n" for n, body in enumerate(bodies))
    return "from autograder.testing import expect, points\n\n" + "\n".join(tests)


@pytest.mark.parametrize("name", ["wrong", "not started"])
def test_what_is_all_wrong_takes_no_more_workers_than_tests(
    grade_together: Grade, served: list[Worker], name: str
) -> None:
    grade_together(SUBMISSIONS[name])
    assert len(set(served)) == 3


def test_who_leaves_a_thread_behind_has_fresh_workers(grade_together: Grade, served: list[Worker]) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    assert grade_together(thread + SOLUTION).full_marks
    assert len(served) == 3 and len(set(served)) == 3


def test_a_trial_confirms_failures_too(grader: Grader, together: Exercise) -> None:
    files = SubmissionFiles.of_source("ex01_double.py", SUBMISSIONS["fails after others"])
    report = grader.grade(together, files, trial=Trial(until=Until.TOLD))
    assert [test.status for test in report.tests] == [Status.PASSED] * 3


# A second test that has figures and something to look at, and wants a worker that nobody has used.
MEASURING = """
import torch
from autograder.testing import exhibits, expect, points

@points(2, "doubles")
def test_number(submission):
    expect.equal(submission.double(3), 6)

@points(2, "is measured")
def test_measured(submission, record, exhibit):
    left = submission.double(0)
    record(f"left {left}", 1.0)
    exhibit(lambda: exhibits.confusion("Taken for", torch.tensor([0]), torch.tensor([0]), ["a"]))
    expect.equal(left, 0)
"""


def test_nothing_stays_of_a_run_that_does_not_count(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.exercises[0].suite.write_text(MEASURING)
    exercise = msgspec.structs.replace(course.exercises[0], isolate=False)
    files = SubmissionFiles.of_source("ex01_double.py", SUBMISSIONS["fails after others"])
    with Grader(course) as grader:
        measured = grader.grade(exercise, files).tests[1]
    assert measured.status is Status.PASSED
    assert (measured.figures, len(measured.exhibits)) == ({"left 0": 1.0}, 1)


CLEARING_UP = """
import pytest
from autograder.testing import expect, points

@points(2, "doubles")
def test_number(submission):
    expect.equal(submission.double(3), 6)

@pytest.fixture
def double(submission):
    yield submission.double
    expect.equal(submission.double(0), 1)

@points(2, "doubles and clears up")
def test_cleared_up(double):
    expect.equal(double(4), 8)
"""


def test_a_test_that_fails_when_it_is_cleared_up_fails(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.exercises[0].suite.write_text(CLEARING_UP)
    exercise = msgspec.structs.replace(course.exercises[0], isolate=False)
    with Grader(course) as grader:
        report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", SOLUTION))
    assert [test.status for test in report.tests] == [Status.PASSED, Status.FAILED]


def renewed(allowance: Allowance) -> bool:
    return True


class FakeWorker:
    closed = False

    def close(self) -> None:
        self.closed = True


def test_a_test_with_a_device_takes_no_worker_away() -> None:
    """And none is forgotten, which would run on until the grader ends."""
    made: list[FakeWorker] = []

    def open_worker(device: str | None) -> Worker:
        made.append(FakeWorker())
        return made[-1]  # type: ignore[return-value]

    workers = Workers(open_worker, Allowance(60.0), isolate=False)
    taken, kept = [], []
    for device in (None, "simulated", None):
        workers.begin()
        taken.append(workers.take(device))
        kept.append(workers.keep(renewed))
    assert (kept, taken[0] is taken[2], len(made)) == ([True, False, True], True, 2)
    workers.close()
    assert made[0].closed


def test_who_cannot_be_renewed_is_not_asked_again(
    grade_together: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that takes longer than a renewal may would else be waited for after each test."""
    asked = []
    renew = Worker.renew

    def noted(self: Worker, allowance: Allowance) -> object:
        asked.append(self)
        return renew(self, allowance)

    monkeypatch.setattr(Worker, "renew", noted)
    assert grade_together(f"{LEFT}if EARLIER:\n    raise OSError('no')\n\n{SOLUTION}").full_marks
    assert len(asked) == 1


def test_time_that_was_lost_for_others_doing_is_given_back(grader: Grader, together: Exercise) -> None:
    limits = msgspec.structs.replace(together.limits, seconds=3.0, submission_seconds=6.0)
    source = f"{LEFT}def double(x):\n    while EARLIER:\n        pass\n    return 2 * x\n"
    files = SubmissionFiles.of_source("ex01_double.py", source)
    report = grader.grade(msgspec.structs.replace(together, limits=limits), files)
    assert [test.status for test in report.tests] == [Status.PASSED] * 3, [
        test.message for test in report.tests
    ]


def test_who_has_served_the_last_test_is_ended(grade_together: Grade, served: list[Worker]) -> None:
    grade_together(SOLUTION)
    assert served[0]._closed
