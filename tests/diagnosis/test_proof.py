"""What `grade author verify` says about probes."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.rows import Check
from autograder.authoring.verify import Verified, Wanted
from autograder.course import Course
from autograder.diagnosis.proof import with_probes
from autograder.grading.session import Grader
from tests.diagnosis.probed import ALTERNATIVE, PROBES, make_probed
from tests.tiny import SUITE


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_probed(tmp_path)


def said(course: Course, wanted: Wanted = Wanted(), rows: tuple = ()) -> dict[str, tuple[bool, str]]:  # noqa: B008
    with Grader(course) as grader:
        (found,) = with_probes(course, [Verified(exercise="ex01", rows=rows)], grader, wanted)
    assert all(row.check is Check.PROBES for row in found.rows)
    return {row.subject: (row.ok, row.message) for row in found.rows}


def test_what_probes_find_out_is_said_of_everybody(course: Course) -> None:
    assert said(course) == {
        "solution": (True, "2 probes, 2 facts"),
        "plus": (True, "taken for no mistake"),
        "adds_a_half": (True, "recognized"),
        "negates": (True, "recognized"),
        "squares": (True, "no probe tells it from the solution"),
    }


def test_right_work_that_is_taken_for_a_mistake_is_a_mistake_of_the_probes(course: Course) -> None:
    Path(course.exercises[0].alternatives, "plus.py").write_text(ALTERNATIVE.format(answer="x + x + 0.5"))
    assert said(course)["plus"] == (False, "is taken for adds_a_half: probes must tell the two apart")


def test_a_misconception_that_is_taken_for_another_is_named(course: Course) -> None:
    folder = course.exercises[0].misconceptions
    text = Path(folder, "negates.py").read_text()
    Path(folder, "flips.py").write_text(text.replace("-x", "-3 * x").replace("negates", "flips"))
    found = said(course)
    assert found["flips"] == (False, "is taken for flips and negates: probes must tell the two apart")
    assert found["adds_a_half"] == (True, "recognized")


def test_the_solution_must_answer(course: Course) -> None:
    more = (
        "\n@probe('test_tensor')\ndef probe_odd(submission):\n    return {'kind': submission.double(None)}\n"
    )
    course.exercises[0].suite.write_text(SUITE + PROBES + more)
    assert said(course)["solution"] == (False, "the solution has no answer to probe_odd")


def test_a_sample_is_enough_and_only_what_is_wanted(course: Course) -> None:
    assert len(said(course, Wanted(sample=2))) == 3
    assert said(course, Wanted(variants=False)) == {}


def test_a_suite_without_probes_has_no_rows(course: Course) -> None:
    course.exercises[0].suite.write_text(SUITE)
    assert said(course) == {}
