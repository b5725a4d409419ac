"""Survivors and records that are out of date do not hold; killed and recorded mutants do."""

from __future__ import annotations

from autograder.authoring.mutation import equivalents, mutants
from autograder.authoring.mutation.equivalents import Equivalents
from autograder.authoring.mutation.survivors import Mutants, Tally, summary
from autograder.authoring.mutation.trials import Outcome
from autograder.authoring.rows import Check
from autograder.authoring.verify import Wanted, verify
from autograder.report import Status
from tests.authoring.conftest import one_by_one

WANTED = Wanted(variants=False, mutants=True)
FILE = "grader_tests/equivalents/ex01.toml"
SOLUTION = '''"""Doubling."""


def double(x: int) -> int:
    """Return twice x.

    >>> double(4)
    8
    """
    ### BEGIN SOLUTION
    if x > 100:
        return 2 * x
    return x + x
    ### END SOLUTION
'''


def proven(tiny, grader, wanted=WANTED):
    course, exercise = tiny.load()
    (found,) = verify(course, [exercise], one_by_one(grader), wanted)
    return found


def bad(found) -> list[tuple[str, str, str]]:
    return [(row.check.value, row.subject, row.message) for row in found.rows if not row.ok]


def by_code(code: str, before: str = "") -> str:
    (found,) = [
        mutant.id for mutant in mutants.make(SOLUTION) if mutant.after == code and before in mutant.before
    ]
    return found


def test_no_suite_without_large_numbers_sees_the_branch_for_them(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION)
    found = proven(tiny, fake_grader)
    tally = found.mutants
    assert tally is not None
    said = {row.subject: row.message for row in found.rows if row.check is Check.MUTANT}
    assert said[by_code("return 3 * x")] == (
        "survives: line 12 of double, constant\n- return 2 * x\n+ return 3 * x"
    )
    assert by_code("return (x - x)") not in said
    assert len(said) == len(tally.survivors) == len(tally.outcomes) - tally.killed
    assert tally.rate == tally.killed / len(tally.outcomes)


def test_a_recorded_survivor_is_none(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION)
    alive = [mutant.id for mutant in proven(tiny, fake_grader).mutants.survivors]
    tiny.write(FILE, "".join(f'{one} = "nobody has such numbers"\n' for one in alive))
    found = proven(tiny, fake_grader)
    assert bad(found) == []
    assert found.mutants.equivalent == len(alive)
    assert found.mutants.rate == 1.0
    assert f"{len(alive)} equivalent, 0 survive (100.0%)" in summary(found.mutants)


def test_a_record_that_is_out_of_date_is_a_failed_check(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION)
    killed = by_code("return (x - x)")
    alive = [mutant.id for mutant in proven(tiny, fake_grader).mutants.survivors]
    records = "".join(f'{one} = "nobody has such numbers"\n' for one in [*alive, killed, "00000000"])
    tiny.write(FILE, records)
    assert bad(proven(tiny, fake_grader)) == [
        (
            "equivalent",
            killed,
            "is recorded as equivalent, but test_positive finds it out; remove the line",
        ),
        (
            "equivalent",
            "00000000",
            "is recorded as equivalent, and there is no such mutant any more; remove the line",
        ),
    ]


def test_nothing_is_graded_where_the_records_are_broken(tiny, fake_grader) -> None:
    tiny.write(FILE, "nonsense")
    found = proven(tiny, fake_grader)
    assert [row[:2] for row in bad(found)] == [("files", "ex01_double")]
    assert fake_grader.graded == []


def test_mutants_of_a_wrong_solution_say_nothing(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION.replace("x + x", "x * x"))
    found = proven(tiny, fake_grader)
    assert found.mutants is None
    assert bad(found)[-1] == (
        "mutants",
        "solution",
        "the solution itself loses points, so nothing is known about its mutants",
    )


def test_a_sample_knows_all_records_but_grades_a_part(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION)
    alive = [mutant.id for mutant in proven(tiny, fake_grader).mutants.survivors]
    tiny.write(FILE, "".join(f'{one} = "nobody has such numbers"\n' for one in alive))
    found = proven(tiny, fake_grader, Wanted(variants=False, mutants=True, sample=3))
    assert bad(found) == []
    assert len(found.mutants.outcomes) == 3
    assert summary(found.mutants).startswith(f"3 mutants of {len(found.mutants.made.every)}: ")


def test_a_free_function_that_is_gone_is_a_stale_record(tiny, fake_grader) -> None:
    tiny.write("solutions/ex01_double.py", SOLUTION)
    alive = proven(tiny, fake_grader).mutants.survivors
    owners = {mutant.owner for mutant in alive}
    free = "".join(f'{owner or "module"} = "any is right"\n' for owner in owners)
    tiny.write(FILE, f"[free]\n{free}")
    assert bad(proven(tiny, fake_grader)) == []
    tiny.write(FILE, f'[free]\n{free}gone = "any is right"\n')
    (found,) = bad(proven(tiny, fake_grader))
    assert "gone" in str(found)


def test_records_lie_beside_the_suite(tiny) -> None:
    _, exercise = tiny.load()
    assert equivalents.path(exercise) == tiny.root / FILE


def test_a_recorded_mutant_that_is_only_slow_is_no_surprise() -> None:
    """It runs out of time on some machines and survives on others; its record is true on both."""
    made = mutants.make(SOLUTION)
    slow, killed, *_ = made
    outcomes = [
        Outcome(mutant=slow, killed_by="test_a", status=Status.TIMEOUT),
        Outcome(mutant=killed, killed_by="test_a", status=Status.FAILED),
    ]
    both = {slow.id: "as right", killed.id: "as right"}
    tally = Tally(
        made=Mutants(every=made, chosen=made[:2], equivalents=Equivalents(both)),
        outcomes=outcomes,
        seconds=1.0,
    )
    assert (tally.killed, tally.equivalent, tally.survivors, tally.rate) == (1, 1, [], 1.0)
    unrecorded = Tally(
        made=Mutants(every=made, chosen=made[:2], equivalents=Equivalents()), outcomes=outcomes, seconds=1.0
    )
    assert (unrecorded.killed, unrecorded.equivalent) == (2, 0)
