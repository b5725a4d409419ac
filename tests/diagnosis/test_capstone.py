"""ex18: its mistakes are recognized in other networks and loops, and nobody is accused of what is not his.

No test of ex18 runs here, since they train for half a minute: the report says what failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from autograder.authoring import variants
from autograder.authoring.variants import Variant
from autograder.course import Course, load
from autograder.diagnosis.memory import NoMemory
from autograder.diagnosis.recognition import Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status
from tests.diagnosis.transplants import RIGHT_OR_UNKNOWN, WRONG, Transplant

COURSE = Path(__file__).parents[2] / "course.toml"
Named = dict[str, set[str]]


@pytest.fixture(scope="module")
def capstone() -> Course:
    return load(COURSE)


@pytest.fixture(scope="module")
def known(capstone: Course) -> dict[str, Variant]:
    return {variant.name: variant for variant in variants.read(capstone, capstone.exercise("ex18"))}


@pytest.fixture(scope="module")
def named(capstone: Course) -> Iterator[Callable[[str, set[str]], Named]]:
    """Who is named, by test, where these tests have failed."""
    exercise = capstone.exercise("ex18")
    with Grader(capstone, preload=exercise.preload, many=True) as grader:
        clinic = Clinic(grader, capstone, exercise, seconds=float("inf"), memory=NoMemory())

        def named(source: str, failed: set[str]) -> Named:
            files = SubmissionFiles.of_source("ex18_capstone.py", source)
            report = clinic.diagnose(
                having_failed(grader.blank(exercise, "", Status.PASSED, ""), failed), files
            )
            return {test.id: test.diagnosis.names for test in report.tests if test.diagnosis}

        yield named


def having_failed(report: Report, failed: set[str]) -> Report:
    tests = tuple(
        msgspec.structs.replace(
            test, seconds=30.0, status=Status.FAILED if test.id in failed else test.status
        )
        for test in report.tests
    )
    return msgspec.structs.replace(report, tests=tests)


def title(transplant: Transplant) -> str:
    return f"{transplant.alternative}-{'-'.join(transplant.mistakes)}"


@pytest.mark.parametrize("transplant", WRONG, ids=title)
def test_mistakes_are_named_in_other_networks_and_loops(
    named: Callable[[str, set[str]], Named], known: dict[str, Variant], transplant: Transplant
) -> None:
    source = transplant.source(known[transplant.alternative].source)
    caught_by = {name: set(known[name].caught_by) for name in transplant.mistakes}
    failed = set().union(*caught_by.values())
    found = named(source, failed)
    assert set(found) == failed
    for mistake, tests in caught_by.items():
        assert any(mistake in found[test] for test in tests)
    assert set().union(*found.values()) == set(transplant.mistakes)


@pytest.mark.parametrize("transplant", RIGHT_OR_UNKNOWN, ids=title)
def test_what_is_right_or_unknown_is_not_named(
    named: Callable[[str, set[str]], Named],
    known: dict[str, Variant],
    capstone: Course,
    transplant: Transplant,
) -> None:
    every = set(variants.test_names(capstone, capstone.exercise("ex18")))
    assert named(transplant.source(known[transplant.alternative].source), every) == {}


def test_every_misconception_is_met_in_some_other_network(known: dict[str, Variant]) -> None:
    mistakes = {name for name, variant in known.items() if variant.kind == "misconception"}
    assert {name for transplant in WRONG for name in transplant.mistakes} == mistakes
