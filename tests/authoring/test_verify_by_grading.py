"""`verify` with the grader that learners meet: a lax suite is found out, and nothing else is."""

from __future__ import annotations

from autograder.authoring import verify
from autograder.grading.session import Grader

SUITE = '''"""The hidden suite of ex01."""

from autograder.testing import expect, points


@points(4, "doubles numbers above zero", public=True)
def test_positive(submission, rng):
    x = rng.integer(3, 50)
    expect.equal(submission.double(x), 2 * x)


@points(6, "doubles numbers below zero")
def test_negative(submission, rng):
    x = -rng.integer(3, 50)
    {check}
'''


def test_a_lax_suite_is_found_out(tiny) -> None:
    """What is right passes and what is useless fails, but for the test that only asks for no zero."""
    check = "expect.that(submission.double(x) != 0, 'It answers zero.')"
    tiny.write("grader_tests/test_ex01_double.py", SUITE.format(check=check))
    course, _ = tiny.load()
    with Grader(course, many=True) as grader:
        rows = verify.verify(course, grader=grader)
    assert {(row.check.value, row.subject) for row in rows if not row.ok} == {
        *[("misconception", f"square_{number}") for number in range(5)],
        *[("generic wrong", kind) for kind in ("none", "nan", "echo", "empty")],
    }
