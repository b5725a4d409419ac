"""`verify` with the grader that learners meet: a lax suite is found out, and nothing else is."""

from __future__ import annotations

from autograder.authoring.verify import Wanted, verify
from autograder.authoring.warm import WarmGrader

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


LAX = "expect.that(submission.double(x) != 0, 'It answers zero.')"
STRICT = "expect.equal(submission.double(x), 2 * x)"


def test_a_lax_suite_is_found_out(tiny) -> None:
    """What is right passes and what is useless fails, but for the test that only asks for no zero."""
    tiny.write("grader_tests/test_ex01_double.py", SUITE.format(check=LAX))
    course, exercise = tiny.load()
    with WarmGrader(course, [exercise], jobs=1) as grader:
        (found,) = verify(course, [exercise], grader.grade)
    assert {(row.check.value, row.subject) for row in found.rows if not row.ok} == {
        *[("misconception", f"square_{number}") for number in range(5)],
        *[("generic wrong", kind) for kind in ("none", "nan", "echo", "empty")],
    }


SOLUTION = '''"""Doubling."""


def double(x: int) -> int:
    """Return twice x.

    >>> double(4)
    8
    """
    ### BEGIN SOLUTION
    terms = [x]
    while len(terms) < 2:
        terms.append(x)
    return sum(terms)
    ### END SOLUTION
'''


def test_mutants_die_of_a_strict_suite_and_loops_without_end_die_soon(tiny) -> None:
    tiny.write("grader_tests/test_ex01_double.py", SUITE.format(check=STRICT))
    tiny.write("solutions/ex01_double.py", SOLUTION)
    course, exercise = tiny.load()
    with WarmGrader(course, [exercise], jobs=2) as grader:
        (found,) = verify(course, [exercise], grader.grade, Wanted(variants=False, mutants=True))
    assert found.ok
    tally = found.mutants
    assert tally is not None
    assert tally.killed == len(tally.outcomes) > 10
    endless = {outcome.mutant.after: outcome.status for outcome in tally.outcomes}
    assert endless["pass"] == "timeout"  # terms.append(x) is missing
