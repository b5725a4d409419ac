"""Code that does what a misconception does is told so; other code is told nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.course import Course
from autograder.diagnosis import recognition
from autograder.diagnosis.behaviour import alike
from autograder.diagnosis.recognition import Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Diagnosis, Report
from tests.diagnosis.conftest import write_misconceptions
from tests.tiny import make_course


def diagnoses(report: Report) -> dict[str, str]:
    return {test.id: test.diagnosis.misconception for test in report.tests if test.diagnosis}


def everywhere(name: str) -> dict[str, str]:
    return dict.fromkeys(("test_number", "test_tensor", "test_large"), name)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("x**2", everywhere("squares")),
        ("0.5 * x", everywhere("halves")),
        (
            "x.clone() if hasattr(x, 'clone') else x + x",
            dict.fromkeys(["test_tensor", "test_large"], "forgets_tensors"),
        ),
        ("x + 'two'", everywhere("raises")),
    ],
)
def test_a_known_mistake_is_recognized_however_it_is_written(
    diagnose: Callable[[str], Report], answer: str, expected: dict[str, str]
) -> None:
    assert diagnoses(diagnose(answer)) == expected


def test_another_mistake_besides_hides_only_what_it_changes(diagnose: Callable[[str], Report]) -> None:
    report = diagnose("x * x if isinstance(x, int) or len(x) < 50 else 3 * x")
    assert diagnoses(report) == {"test_number": "squares", "test_tensor": "squares"}


def test_the_learner_reads_the_explanation(diagnose: Callable[[str], Report]) -> None:
    wanted = Diagnosis(misconception="squares", explanation="squares, and it should not.")
    report = diagnose("x * x")
    assert all(test.diagnosis == wanted for test in report.tests)
    shown = report.learner_view()["tests"][0]["diagnosis"]
    assert shown == {"misconception": "squares", "explanation": "squares, and it should not."}


@pytest.mark.parametrize(
    "answer",
    [
        "2 * x",  # right
        "3 * x",  # wrong, and unknown
        "x * x if isinstance(x, int) else 3 * x",  # like `squares` in one of its three tests
        "x * x + 1",
        "x - 'two'",  # another exception
        "x.nothing",
        "x * x if isinstance(x, int) or len(x) < 50 else 2 * x",  # and passes one of the three
    ],
)
def test_what_is_not_known_gets_no_diagnosis(diagnose: Callable[[str], Report], answer: str) -> None:
    report = diagnose(answer)
    assert diagnoses(report) == {}
    assert "diagnosis" not in report.learner_view()["tests"][0]


def test_two_misconceptions_that_do_the_same_are_both_named(diagnose: Callable[[str], Report]) -> None:
    report = diagnose("x + 100")
    assert diagnoses(report) == everywhere("adds_hundred or adds_hundred_at_last")
    assert report.tests[0].diagnosis is not None
    assert report.tests[0].diagnosis.explanation == (
        "adds_hundred, and it should not. Or: adds_hundred_at_last, and it should not."
    )


def test_of_three_that_do_the_same_none_is_named(diagnose: Callable[[str], Report]) -> None:
    assert diagnoses(diagnose("x - 5")) == {}


def test_several_with_one_explanation_are_one_mistake(diagnose: Callable[[str], Report]) -> None:
    found = diagnose("x - 9").tests[0].diagnosis
    assert found is not None and found.explanation == "takes nine, and it should not."
    assert found.names == {"takes_nine", "adds_minus_nine", "adds_and_takes_nine"}


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("x * 7", "sevenfold"),
        ("x + x if not isinstance(x, int) and len(x) > 50 else x * 7", "wrong_if_small"),
    ],
)
def test_the_other_tests_decide_between_rivals(
    diagnose: Callable[[str], Report], answer: str, name: str
) -> None:
    assert diagnoses(diagnose(answer)) == {"test_number": name, "test_tensor": name}


def test_agreement_on_one_draw_alone_is_not_enough(
    diagnose: Callable[[str], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first draw gives to test_tensor is squared, and anything else is not."""
    alike = recognition.alike
    compared: list[bool] = []

    def only_once(a: object, b: object) -> bool:
        compared.append(alike(a, b))
        return compared[-1] and len(compared) <= 3  # the three tests on the first draw

    monkeypatch.setattr(recognition, "alike", only_once)
    assert diagnoses(diagnose("x * x")) == {}


def test_tests_that_take_long_are_not_looked_into(
    course: Course, grader: Grader, diagnose: Callable[..., Report]
) -> None:
    """That they failed counts all the same: the others may tell why."""
    slow = "x**3 if isinstance(x, int) or len(x) < 50 or time.sleep(2.5) else x"
    patient = Clinic(grader, course, course.exercises[0], seconds=60, test_seconds=2.0)
    found = diagnoses(diagnose(slow, patient))
    assert found == {"test_number": "cubes_slowly", "test_tensor": "cubes_slowly"}


def test_time_that_is_up_ends_the_search(
    course: Course, grader: Grader, diagnose: Callable[..., Report]
) -> None:
    clock = iter(range(0, 1000, 10))
    hurried = Clinic(grader, course, course.exercises[0], seconds=5, clock=lambda: next(clock))
    assert diagnoses(diagnose("x * x", hurried)) == {}


def test_a_check_that_took_long_leaves_more_time(
    course: Course, grader: Grader, diagnose: Callable[..., Report]
) -> None:
    clock = iter(range(0, 1000, 10))
    hurried = Clinic(grader, course, course.exercises[0], seconds=5, clock=lambda: next(clock))
    report = msgspec.structs.replace(diagnose("x * x", hurried), seconds=5000.0)
    files = SubmissionFiles.of_source("ex01_double.py", "def double(x):\n    return x * x\n")
    assert diagnoses(hurried.diagnose(report, files)) == everywhere("squares")


def test_a_test_that_runs_twice_is_heard_once(course: Course, grader: Grader) -> None:
    """Where tests share a worker, a failure is confirmed by a fresh one."""
    exercise = course.exercises[0]
    together = msgspec.structs.replace(exercise, isolate=False)
    files = SubmissionFiles.of_source(
        "ex01_double.py", "def double(x):\n    return 2 * x if isinstance(x, int) else x\n"
    )
    tests = ("test_number", "test_tensor")
    alone, shared = (
        Clinic(grader, course, one, seconds=60).observe(files, tests, "a draw")
        for one in (exercise, together)
    )
    assert alike(alone["test_tensor"], shared["test_tensor"]) and len(shared["test_tensor"].steps) == 1


def test_what_misconceptions_do_is_remembered(
    course: Course, grader: Grader, diagnose: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    diagnose("x * x")
    fresh = Clinic(grader, course, course.exercises[0], seconds=60)
    graded: list[str] = []
    grade = grader.grade
    monkeypatch.setattr(
        grader,
        "grade",
        lambda exercise, files, **more: (
            graded.append(files.source.decode()),
            grade(exercise, files, **more),
        )[1],
    )
    assert diagnoses(diagnose("x * x ", fresh)) == everywhere("squares")
    assert all("Doubling" not in source for source in graded)  # the misconceptions' modules have a docstring


@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"\xff" * 4000])
def test_a_damaged_memory_is_made_anew(
    course: Course, grader: Grader, diagnose: Callable[..., Report], content: bytes
) -> None:
    diagnose("x * x")
    for path in Path(course.root, ".torchgrade", "behaviours", "ex01").iterdir():
        path.write_bytes(content)
    fresh = Clinic(grader, course, course.exercises[0], seconds=60)
    assert diagnoses(diagnose("x * x", fresh)) == everywhere("squares")


def test_a_course_without_misconceptions_has_no_diagnosis(
    tmp_path: Path, grader: Grader, diagnose: Callable[..., Report]
) -> None:
    bare = make_course(tmp_path)
    assert diagnoses(diagnose("x * x", Clinic(grader, bare, bare.exercises[0]))) == {}
    write_misconceptions(bare, {"broken": ("test_number", "(")})
    assert diagnoses(diagnose("x * x", Clinic(grader, bare, bare.exercises[0]))) == {}
