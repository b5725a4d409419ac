"""A second grader shares the tests: the report is the same, and it can be stopped, or die, at any time."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from autograder.course import Course, Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.watching import partner as partners
from autograder.watching.partner import Partner, partner_of
from autograder.watching.runner import Runner
from tests.tiny import SOLUTION, make_course

NAMES = ("test_number", "test_tensor", "test_large")
ENDLESS = "def double(x):\n    while True:\n        pass\n"
SOURCES = {
    "right": SOLUTION,
    "wrong": "def double(x):\n    print('three')\n    return 3 * x\n",
    "raises": "def double(x):\n    return y\n",
    "not started": "def double(x):\n    raise NotImplementedError\n",
    "no Python": "def double(x:\n",
    "no text": "\xff",
    "exits": "import os\nos._exit(0)\n",
    "is refused": "import os\n\ndef double(x):\n    os.kill(1, 9)\n    return open('/etc/shadow').read()\n",
}


# One more test, which uses what another could use as well.
SHARING = """

import pytest

@pytest.fixture(scope="module")
def shared():
    return []

@points(1, "shares")
def test_shares(submission, shared):
    shared.append(1)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def exercise(course: Course) -> Exercise:
    return course.exercises[0]


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(course, many=True) as grader:
        yield grader


@pytest.fixture
def partner(course: Course, grader: Grader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Partner]:
    monkeypatch.setattr(partners, "available_cores", lambda: 2)
    with partner_of(course, grader) as partner:
        assert partner is not None
        yield partner


def files(source: str) -> SubmissionFiles:
    return SubmissionFiles.of_source("ex01_double.py", source.encode("latin-1"))


def timeless(report: Report | None) -> Report:
    """Leave the durations out."""
    assert report is not None
    tests = (msgspec.structs.replace(test, seconds=0.0) for test in report.tests)
    return msgspec.structs.replace(report, tests=tuple(tests), seconds=0.0)


def test_two_graders_give_the_report_of_one(
    course: Course, exercise: Exercise, grader: Grader, partner: Partner
) -> None:
    both = Runner(grader, course, partner)
    for name, source in SOURCES.items():
        alone = grader.grade(exercise, files(source))
        heard: dict[str, Status] = {}

        def hear(statuses: Mapping[str, Status], heard: dict[str, Status] = heard) -> None:
            heard.update(statuses)

        report = both.grade(exercise, files(source), hear)
        assert timeless(report) == timeless(alone), name
        if name != "no text":  # nothing is run
            assert heard == {test.id: test.status for test in alone.tests}, name
    assert partner.begin(exercise, files(SOLUTION), NAMES) and partner.finish(lambda: None) is not None


def test_the_partner_runs_what_the_first_leaves(exercise: Exercise, partner: Partner) -> None:
    seen: list[int] = []
    partner.begin(exercise, files(SOLUTION), NAMES)
    report = partner.finish(lambda: seen.append(len(partner.statuses)))
    assert report is not None and report.full_marks
    assert tuple(test.id for test in report.tests) == NAMES
    assert seen[-1] == 3


def test_an_endless_test_is_stopped_at_once(exercise: Exercise, partner: Partner) -> None:
    partner.begin(exercise, files(ENDLESS), NAMES)
    timer = threading.Timer(0.5, partner.interrupt)
    timer.start()
    assert partner.finish(lambda: None) is None
    timer.join()
    assert not partner.statuses, "no test had time to run into its limit"
    partner.begin(exercise, files(SOLUTION), NAMES)
    report = partner.finish(lambda: None)
    assert report is not None and report.full_marks, "a word to stop is not about the next submission"


def test_an_interruption_reaches_both(
    course: Course, exercise: Exercise, grader: Grader, partner: Partner
) -> None:
    runner = Runner(grader, course, partner)
    timer = threading.Timer(0.5, runner.interrupt)
    timer.start()
    assert runner.grade(exercise, files(ENDLESS)) is None
    timer.join()
    runner.allow()
    report = runner.grade(exercise, files(SOLUTION))
    assert report is not None and report.full_marks


def test_without_its_partner_the_first_goes_on_alone(
    course: Course, exercise: Exercise, grader: Grader, partner: Partner
) -> None:
    runner = Runner(grader, course, partner)
    pid = partner.pid
    os.kill(pid, signal.SIGKILL)
    for source in (SOLUTION, SOURCES["wrong"]):  # it learns so at the first, and knows it at the second
        assert timeless(runner.grade(exercise, files(source))) == timeless(
            grader.grade(exercise, files(source))
        )


def test_one_core_has_no_partner(course: Course, grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partners, "available_cores", lambda: 1)
    with partner_of(course, grader) as partner:
        assert partner is None


def test_tests_that_share_something_are_not_shared_out(
    tmp_path: Path, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    exercise = course.exercises[0]
    with exercise.suite.open("a") as suite:
        suite.write(SHARING)
    monkeypatch.setattr(partner, "begin", lambda *arguments: pytest.fail("the partner has got tests"))
    with Grader(course, many=True) as grader:
        report = Runner(grader, course, partner).grade(exercise, files(SOLUTION))
    assert report is not None and len(report.tests) == len(NAMES) + 1
