"""Mutants meet first the tests that reach them, the quickest first, within a limit that follows from the solution."""

from __future__ import annotations

import msgspec
import pytest

from autograder.authoring.mutation import mutants, tracing, trials
from autograder.grading.trial import Until
from autograder.report import Report, Status, TestResult

SOLUTION = '''"""Doc."""

from __future__ import annotations


def one(x):
    """One."""
    ### BEGIN SOLUTION
    return _more(x) - 1
    ### END SOLUTION


class Two:
    """Two."""

    def __call__(self, x):
        ### BEGIN SOLUTION
        return x + 2
        ### END SOLUTION


### BEGIN SOLUTION
def _more(x): return x + 2


TABLE = one(0)


### END SOLUTION
'''
SECONDS = {"test_slow": 4.0, "test_one": 0.2, "test_two": 0.1}


def report(*failing: str) -> Report:
    tests = tuple(
        TestResult(
            id=name,
            title=name,
            public=True,
            points=1.0,
            score=float(name not in failing),
            status=Status.FAILED if name in failing else Status.PASSED,
            seconds=seconds,
        )
        for name, seconds in SECONDS.items()
    )
    return Report(exercise="ex01", score=3.0 - len(failing), max_score=3.0, tests=tests)


def test_functions_tell_when_they_are_called() -> None:
    told = tracing.telling(SOLUTION)
    assert "    ### BEGIN SOLUTION\n    _tell_that_reached('one')\n    return" in told
    assert "        _tell_that_reached('Two.__call__')\n        return x + 2" in told
    assert "_tell_that_reached('_more')" not in told  # a body beside its `def` has no line of its own
    printed: list[str] = []
    namespace: dict = {"print": lambda text, flush: printed.append(text)}
    exec(told, namespace)
    assert printed == ["\nreached: one"]  # when the module was imported
    assert namespace["one"](3) == 4 and namespace["one"](4) == 5 and namespace["Two"]()(1) == 3
    assert printed == ["\nreached: one", "\nreached: Two.__call__"]


def test_who_reached_what_is_read_from_the_output() -> None:
    tests = (
        told("test_a", "\nreached: one\nsome text\nreached: Two.__call__\n"),
        told("test_b", "reached: one\nreached: one\n"),
        told("test_c", ""),
    )
    found = tracing.reaching(Report(exercise="ex01", score=3.0, max_score=3.0, tests=tests))
    assert found == {"one": ("test_a", "test_b"), "Two.__call__": ("test_a",)}


def told(name: str, output: str) -> TestResult:
    return TestResult(
        id=name, title=name, public=True, points=1.0, score=1.0, status=Status.PASSED, output=output
    )


def test_mutants_meet_the_tests_that_reach_them(tiny) -> None:
    _, exercise = tiny.load()
    made = [mutant for mutant in mutants.make(SOLUTION) if mutant.operator == "return None"]
    graded = []

    def grade(tasks):
        graded.append(tasks)
        for number, task in enumerate(tasks):
            changed = "return None" in task.files.source.decode().split("class")[0]
            if task.trial is None:
                tests = (
                    told("test_slow", "reached: one"),
                    told("test_one", "reached: one"),
                    told("test_two", "reached: Two.__call__"),
                )
                yield number, Report(exercise="ex01", score=3.0, max_score=3.0, tests=tests)
            else:
                yield number, report("test_one") if changed else report()

    outcomes = list(trials.run(exercise, SOLUTION, report(), made, grade))
    assert [len(tasks) for tasks in graded] == [1, 3]
    first = {mutant.owner: task.trial.first for mutant, task in zip(made, graded[1], strict=True)}
    assert first == {"one": ("test_one", "test_slow"), "Two.__call__": ("test_two",), "_more": ()}
    assert all(task.trial.until is Until.FAILURE for task in graded[1])
    assert graded[1][0].trial.seconds == {
        name: trials.FACTOR * seconds + trials.SECONDS for name, seconds in SECONDS.items()
    }
    assert {outcome.mutant.owner: outcome.killed_by for outcome in outcomes} == {
        "one": "test_one",
        "Two.__call__": "",
        "_more": "",
    }


def test_where_there_are_no_mutants_nothing_is_graded(tiny) -> None:
    _, exercise = tiny.load()
    assert list(trials.run(exercise, SOLUTION, report(), [], lambda tasks: pytest.fail("graded"))) == []


@pytest.mark.parametrize(("second", "killed_by"), [(Status.TIMEOUT, "test_one"), (Status.PASSED, "")])
def test_who_ran_out_of_time_gets_a_second_chance(tiny, second: Status, killed_by: str) -> None:
    """A machine that stopped for some seconds must not make a survivor look killed."""
    _, exercise = tiny.load()
    made = [mutant for mutant in mutants.make(SOLUTION) if mutant.owner == "Two.__call__"]
    limits: list[float] = []

    def grade(tasks):
        for number, task in enumerate(tasks):
            if task.trial is not None:
                limits.append(task.trial.seconds["test_one"])
            status = Status.TIMEOUT if task.trial and len(limits) == 1 else Status.PASSED
            if task.trial and len(limits) > len(made):
                status = second
            test = told("test_one", "")
            yield (
                number,
                Report(
                    exercise="ex01",
                    score=1.0,
                    max_score=1.0,
                    tests=(msgspec.structs.replace(test, status=status, score=float(status == "passed")),),
                ),
            )

    outcomes = list(trials.run(exercise, SOLUTION, report(), made, grade))
    usual = trials.FACTOR * SECONDS["test_one"] + trials.SECONDS
    assert limits == [usual] * len(made) + [trials.SECOND_CHANCE * usual]
    assert len(outcomes) == len(made) > 1
    assert outcomes[-1].mutant == made[0]
    assert [outcome.killed_by for outcome in outcomes] == [""] * (len(made) - 1) + [killed_by]
