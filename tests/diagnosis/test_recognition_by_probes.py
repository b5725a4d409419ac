"""Where a suite has probes, code with a known mistake is told so whatever else it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.diagnosis.recognition import Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report
from tests.diagnosis.probed import make_probed

Named = dict[str, str]


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_probed(tmp_path_factory.mktemp("probed"))


@pytest.fixture(scope="module")
def own_grader(probed: Course) -> Iterator[Grader]:
    with Grader(probed) as grader:
        yield grader


@pytest.fixture
def diagnosed(probed: Course, own_grader: Grader) -> Callable[[str], Report]:
    def diagnosed(answer: str) -> Report:
        exercise = probed.exercises[0]
        files = SubmissionFiles.of_source("ex01_double.py", f"def double(x):\n    return {answer}\n")
        clinic = Clinic(own_grader, probed, exercise, seconds=60)
        return clinic.diagnose(own_grader.grade(exercise, files), files)

    return diagnosed


def named(report: Report) -> Named:
    return {test.id: test.diagnosis.misconception for test in report.tests if test.diagnosis}


def test_the_mistake_is_recognized_though_all_answers_are_others(diagnosed: Callable[[str], Report]) -> None:
    assert named(diagnosed("-7 * x")) == {"test_number": "negates", "test_large": "negates"}


def test_a_second_mistake_hides_nothing_and_is_named_too(diagnosed: Callable[[str], Report]) -> None:
    report = diagnosed("-7 * x - 0.25")
    assert named(report) == {"test_number": "negates", "test_large": "adds_a_half and negates"}
    (told,) = (test.diagnosis for test in report.tests if test.id == "test_large" and test.diagnosis)
    assert told.explanation == ("adds_a_half, and it should not. Also: negates, and it should not.")


def test_one_failed_test_is_enough_where_probes_tell_the_mistake(diagnosed: Callable[[str], Report]) -> None:
    report = diagnosed("6 if isinstance(x, int) and x == 3 else -x")
    assert report.tests[0].score
    assert named(report) == {"test_large": "negates"}


@pytest.mark.parametrize(
    "answer",
    [
        "3 * x",  # wrong, and in the facts as the solution
        "x * x",  # known, but of its two tests one is probed, and no probe tells it; the other is compared
        "'minus'",  # no answer of a kind that the probe expects
        "x.nothing",
    ],
)
def test_where_no_fact_tells_the_probed_test_has_no_diagnosis(
    diagnosed: Callable[[str], Report], answer: str
) -> None:
    assert {"test_number", "test_large"}.isdisjoint(named(diagnosed(answer)))


def test_tests_without_probes_are_compared_as_ever(diagnosed: Callable[[str], Report]) -> None:
    assert named(diagnosed("x**2")) == {"test_tensor": "squares"}


def test_a_fact_on_one_draw_alone_is_not_enough(probed: Course, own_grader: Grader) -> None:
    """What the first draw gives is negative, and anything else is not."""
    exercise = probed.exercises[0]
    seen = Clinic(own_grader, probed, exercise, seconds=60)
    observe = seen.observe

    def fickle(files: SubmissionFiles, names: list[str], draw: str) -> dict:
        if draw != "diagnosis" and b"Doubling" not in files.source:  # the course's own have a docstring
            files = SubmissionFiles.of_source("ex01_double.py", "def double(x):\n    return 3 * x\n")
        return observe(files, names, draw)

    seen.observe = fickle  # type: ignore[method-assign]
    files = SubmissionFiles.of_source("ex01_double.py", "def double(x):\n    return -7 * x\n")
    assert named(seen.diagnose(own_grader.grade(exercise, files), files)) == {}


def test_suspects_are_asked_only_where_the_learner_is_not_as_the_solution(
    probed: Course, own_grader: Grader, diagnosed: Callable[[str], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in Path(probed.root, ".torchgrade", "behaviours", "ex01").glob("*"):
        path.unlink()
    asked: list[tuple[bytes, tuple[str, ...]]] = []
    grade = own_grader.grade

    def noting(exercise: object, files: SubmissionFiles, **more: object) -> Report:
        trial = more.get("trial")
        asked.append((files.source, trial.first if trial else ()))  # type: ignore[attr-defined]
        return grade(exercise, files, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(own_grader, "grade", noting)
    diagnosed("3 * x")
    probes = [(source, name) for source, names in asked for name in names if name.startswith("probe_")]
    assert probes and not any(b"return -x" in source for source, _ in probes)
    asked.clear()
    diagnosed("-7 * x")
    assert any(b"return -x" in source and "probe_sign" in names for source, names in asked)
    asked.clear()
    diagnosed("-8 * x")
    assert not any(b"return -x" in source for source, _ in asked)  # remembered
