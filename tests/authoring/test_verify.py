"""Every promise of an exercise is a row, and a promise that does not hold says what to do."""

from __future__ import annotations

from autograder.authoring import wrong
from autograder.authoring.rows import Check, Row
from autograder.authoring.verify import Verified, Wanted, verify
from autograder.errors import InternalError
from autograder.grading.trial import Trial, Until
from tests.authoring.conftest import one_by_one


def verified(tiny, grade, **wanted) -> Verified:
    course, exercise = tiny.load()
    (found,) = verify(course, [exercise], grade, Wanted(**wanted))
    return found


def rows(tiny, fake_grader, **wanted) -> list[Row]:
    return list(verified(tiny, one_by_one(fake_grader), **wanted).rows)


def bad(found: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.check.value, row.subject, row.message) for row in found if not row.ok]


def test_a_good_exercise_holds_all_its_promises(tiny, fake_grader) -> None:
    found = rows(tiny, fake_grader)
    assert bad(found) == []
    assert [row.check for row in found] == [
        Check.STUB_CURRENT,
        Check.HINTS,
        Check.EXAMPLES,
        Check.COUNTS,
        Check.COUNTS,
        Check.TOLERATES,
        Check.POINTS,
        Check.PUBLIC_SHARE,
        Check.SOLUTION,
        Check.STUB,
        *[Check.ALTERNATIVE] * 3,
        *[Check.MISCONCEPTION] * 5,
        *[Check.WRONG] * len(wrong.KINDS),
    ]
    said = {(row.check, row.subject): row.message for row in found}
    assert said[Check.SOLUTION, "solution"] == "10 of 10 points"
    assert said[Check.STUB, "stub"] == "0 of 10 points"
    assert said[Check.PUBLIC_SHARE, "suite"] == "40% of the points"


def test_a_wrong_solution_is_named_with_its_tests(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", tiny.solution.replace("(x, 2)", "(abs(x), 2)"))
    assert ("solution", "solution") in [row[:2] for row in bad(rows(tiny, fake_grader))]
    assert bad(rows(tiny, fake_grader))[0] == (
        "solution",
        "solution",
        "right work loses points: test_negative (failed): double(-1) is 2, not -2",
    )


def test_a_wrong_alternative_is_named(tiny, fake_grader) -> None:
    tiny.alternative("plus", '"""Broken."""\n\n\ndef double(x):\n    return float(x + x)\n')
    assert bad(rows(tiny, fake_grader)) == [
        (
            "alternative",
            "plus",
            "right work loses points: test_positive (failed): double(3) is 6.0, not 6; "
            "test_negative (failed): double(-1) is -2.0, not -2",
        )
    ]


def test_a_misconception_must_fail_every_test_that_it_names(tiny, fake_grader) -> None:
    tiny.misconception("positive", answer="2 * abs(x)")
    assert bad(rows(tiny, fake_grader)) == [
        ("misconception", "positive", "passes test_positive; sharpen the test or correct caught_by")
    ]


def test_a_broken_misconception_catches_nothing(tiny, fake_grader) -> None:
    tiny.misconception("typo", answer="2 * y")
    assert bad(rows(tiny, fake_grader)) == [
        (
            "misconception",
            "typo",
            "every test ends in an error, so the overlay itself is broken: "
            "test_positive (error): name 'y' is not defined",
        )
    ]


def test_a_stub_that_does_something_is_not_untouched(tiny, fake_grader) -> None:
    tiny.write(
        "solutions/ex01_double.py",
        '"""Doc."""\n\n\ndef double(x):\n    """Twice.\n\n    >>> double(2)\n    4\n    """\n    if x > 0:\n'
        "        return 2 * x\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n",
    )
    found = bad(rows(tiny, fake_grader))
    assert found[0] == (
        "stub current",
        "ex01_double.py",
        "differs from the solution from line 2 on; run `grade author build`",
    )
    assert found[1] == ("stub", "stub", 'nothing is written, yet not "not started": test_positive (passed)')


def test_a_generic_wrong_module_that_scores_needs_a_reason(tiny, fake_grader) -> None:
    fake_grader.result = _rewards_zero(fake_grader.result)
    said = "passes test_positive; check a right answer first, or give the reason in tolerates"
    assert ("generic wrong", "zeros", said) in bad(rows(tiny, fake_grader))

    table = tiny.table('tolerates = { zeros = "an empty sum" }\n')
    tiny.write("course.toml", '[course]\nid = "tiny"\ntitle = "Tiny"\n' + table)
    (row,) = [row for row in rows(tiny, fake_grader) if row.subject == "zeros"]
    assert row.ok and row.message == "4 of 10 points (tolerated: an empty sum)"


def _rewards_zero(right):
    def result(source, name, points, x, expected):
        if name == "test_positive" and "_WrongAnswers('zeros')" in source:
            return right(source, name, points, x, 0)
        return right(source, name, points, x, expected)

    return result


def test_tolerance_must_be_needed_and_known(tiny, fake_grader) -> None:
    table = tiny.table('tolerates = { nan = "because", zeroes = "because" }\n')
    tiny.write("course.toml", '[course]\nid = "tiny"\ntitle = "Tiny"\n' + table)
    assert bad(rows(tiny, fake_grader)) == [
        (
            "tolerates",
            "course.toml",
            "unknown: zeroes; the kinds are none, zeros, nan, empty, echo, raises, refuses",
        ),
        (
            "generic wrong",
            "nan",
            "course.toml tolerates it, and it scores nothing; take it out of tolerates",
        ),
    ]


def test_points_and_public_share(tiny, fake_grader) -> None:
    table = tiny.table("").replace("points = 10", "points = 12")
    tiny.write("course.toml", '[course]\nid = "tiny"\ntitle = "Tiny"\n' + table)
    result = fake_grader.result
    fake_grader.result = lambda source, name, points, x, y: result(source, name, 10.0 - points, x, y)
    assert bad(rows(tiny, fake_grader)) == [
        (
            "points",
            "suite",
            "the tests' points sum to 10, and course.toml says 12; change one of the two",
        ),
        ("public share", "suite", "60% of the points are public; make it 30% to 50%"),
    ]


def test_hints_examples_and_counts(tiny, fake_grader) -> None:
    _, exercise = tiny.load()
    exercise.hints.unlink()
    (exercise.alternatives / "plus.py").unlink()
    (exercise.misconceptions / "square_0.py").unlink()
    tiny.write("solutions/ex01_double.py", tiny.solution.replace(">>> double(4)", "double(4)"))
    tiny.write("exercises/ex01_double.py", tiny.stub.replace(">>> double(4)", "double(4)"))
    assert bad(rows(tiny, fake_grader)) == [
        ("hints", "exercises/hints/ex01.md", "this file does not exist; write three hints for each function"),
        (
            "examples",
            "solutions/ex01_double.py",
            "no example in the docstring of double; show one that runs",
        ),
        ("counts", "alternatives", "2 alternatives; write at least 3"),
        ("counts", "misconceptions", "4 misconceptions; write at least 5"),
    ]


def test_an_exercise_that_cannot_be_read_is_one_row(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", '"""Doc."""\n\n\ndef double(x):\n    return 2 * x\n')
    assert bad(rows(tiny, fake_grader)) == [
        (
            "files",
            "ex01_double",
            "solutions/ex01_double.py:4: double has no region, so the stub would give its body away; "
            'put the part that learners write between "### BEGIN SOLUTION" and "### END SOLUTION"',
        )
    ]
    assert fake_grader.graded == []


def test_repeats_draw_other_inputs_and_must_agree(tiny, fake_grader) -> None:
    found = rows(tiny, fake_grader, repeat=3)
    assert bad(found) == []
    assert found[-1].message == "3 times the same verdicts"
    assert len(fake_grader.graded) == len(set(fake_grader.graded)) == 3 * (2 + 3 + 5 + len(wrong.KINDS))


def test_a_verdict_that_changes_with_the_inputs_is_named(tiny, fake_grader) -> None:
    tiny.alternative(
        "plus", '"""Lucky."""\n\n\ndef double(x):\n    return x + x + (x < 0 and SOURCE.endswith("3\\n"))\n'
    )
    result = fake_grader.result
    fake_grader.result = lambda source, *rest: result(f"SOURCE = {source!r}\n{source}", *rest)
    assert bad(rows(tiny, fake_grader, repeat=3)) == [
        ("alternative", "plus", "right work loses points: test_negative (failed): double(-1) is -1, not -2"),
        ("repeat", "all submissions", "verdicts change with the inputs: alternative plus: test_negative"),
    ]


def test_all_submissions_of_an_exercise_are_graded_at_once(tiny, fake_grader) -> None:
    course, exercise = tiny.load()
    batches: list[int] = []
    steps: list[tuple[str, int, int]] = []

    def grade(tasks):
        batches.append(len(tasks))
        return one_by_one(fake_grader)(tasks)

    (found,) = verify(course, [exercise], grade, progress=lambda *step: steps.append(step))
    number = 2 + 3 + 5 + len(wrong.KINDS)
    assert found.ok
    assert batches == [number]
    assert steps == [("ex01 submissions", done, number) for done in range(number + 1)]


def test_a_misconception_meets_the_tests_that_it_names(tiny, fake_grader) -> None:
    """Whether others fail too is nobody's promise, so they need not run."""
    tiny.misconception("positive", answer="2 * abs(x)", caught_by="test_negative")
    trials: dict[str, Trial | None] = {}

    def grade(tasks):
        for task in tasks:
            trials[task.files.source.decode()] = task.trial
        return one_by_one(fake_grader)(tasks)

    found = verified(tiny, grade)
    assert found.ok
    (wanted,) = [trial for source, trial in trials.items() if "abs(x)" in source]
    assert wanted == Trial(until=Until.CAUGHT, first=("test_negative",))
    assert sum(trial is None for trial in trials.values()) == 2 + 3 + len(wrong.KINDS)
    (row,) = [row for row in found.rows if row.subject == "positive"]
    assert row.message == "caught by test_negative"


def test_a_sample_leaves_out_variants_and_says_nothing_wrong(tiny, fake_grader) -> None:
    found = rows(tiny, fake_grader, sample=4)
    assert bad(found) == []
    variants = (Check.ALTERNATIVE, Check.MISCONCEPTION, Check.WRONG)
    assert sum(row.check in variants for row in found) == 4
    assert [row.subject for row in found if row.check in (Check.SOLUTION, Check.STUB)] == ["solution", "stub"]
    again = rows(tiny, fake_grader, sample=4)
    assert [row.subject for row in again] == [row.subject for row in found]
    others = {tuple(row.subject for row in rows(tiny, fake_grader, sample=4, seed=seed)) for seed in "abcdef"}
    assert len(others) > 1


def test_a_suite_that_cannot_run_is_a_row_beside_what_holds(tiny) -> None:
    def grade(tasks):
        raise InternalError("test_ex01_double.py: test_positive has no @points: give it some.")

    found = list(verified(tiny, grade).rows)
    assert [row.check for row in found if row.ok][:2] == [Check.STUB_CURRENT, Check.HINTS]
    said = "test_ex01_double.py: test_positive has no @points: give it some."
    assert bad(found) == [("files", "test_ex01_double.py", said)]


def test_without_variants_the_solution_alone_is_graded(tiny, fake_grader) -> None:
    found = rows(tiny, fake_grader, variants=False)
    assert [row.check for row in found] == [Check.POINTS, Check.PUBLIC_SHARE, Check.SOLUTION]
