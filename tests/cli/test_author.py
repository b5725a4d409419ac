"""`grade author` says what it did and found, and its exit code says whether all is well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.authoring.mutation import mutants, table
from autograder.authoring.mutation.equivalents import Equivalents
from autograder.authoring.mutation.survivors import Mutants, Tally
from autograder.authoring.mutation.trials import Outcome
from autograder.authoring.rows import Check, Row
from autograder.authoring.verify import Verified, Wanted
from autograder.cli import author
from autograder.cli.main import run
from autograder.course import Course, Exercise

SOLUTION = '''"""Doubling."""


def double(x: int) -> int:
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''

COURSE = """[course]
id = "tiny"
title = "Tiny"

[[exercises]]
id = "ex01"
title = "Double"
module = "ex01_double"
points = 10
"""

HOLDS = Row(exercise="ex01", check=Check.SOLUTION, subject="solution", ok=True, message="10 of 10 points")
DOES_NOT = Row(exercise="ex01", check=Check.STUB, subject="stub", ok=False, message="scores [1] point")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "ex01_double.py").write_text(SOLUTION)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def test_build_writes_stubs_and_check_only_looks(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stub = course / "exercises" / "ex01_double.py"

    assert run(["author", "build", "--check"]) == 1
    assert "exercises/ex01_double.py is missing; run `grade author build ex01`" in capsys.readouterr().out
    assert not stub.exists()

    assert run(["author", "build", "ex01"]) == 0
    assert (
        "exercises/ex01_double.py was written: 7 lines new, 0 gone, from line 1 on" in capsys.readouterr().out
    )
    assert 'raise NotImplementedError("double is not written yet")' in stub.read_text()

    assert run(["author", "build", "--check"]) == 0
    assert "exercises/ex01_double.py is current" in capsys.readouterr().out

    stub.write_text(stub.read_text() + "x = 1\n")
    assert run(["author", "build", "--check"]) == 1
    assert (
        "exercises/ex01_double.py is stale: 0 lines are missing and 1 too many, from line 8 on; "
        "run `grade author build ex01`"
    ) in capsys.readouterr().out


def test_build_prints_one_json_object(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "build", "--json"]) == 0
    (stub,) = json.loads(capsys.readouterr().out)["stubs"]
    assert (stub["exercise"], stub["path"], stub["state"]) == ("ex01", "exercises/ex01_double.py", "written")


def test_a_broken_solution_is_one_line_and_usage_code(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "solutions" / "ex01_double.py").write_text(SOLUTION.replace("    ### END SOLUTION\n", ""))
    assert run(["author", "build"]) == 2
    assert capsys.readouterr().err == (
        'grade: solutions/ex01_double.py:6: "### BEGIN SOLUTION" is never closed; '
        'put "### END SOLUTION" below what learners write\n'
    )


class Verifier:
    """Stands in for `verified`, and notes what it was asked for."""

    def __init__(self, *rows: Row, mutants: Tally | None = None) -> None:
        self.found = Verified(exercise="ex01", rows=rows, mutants=mutants, seconds=1.26)
        self.asked: list[tuple[list[str], Wanted, str, int | None]] = []

    def __call__(
        self, course: Course, chosen: list[Exercise], wanted: Wanted, *, sandbox: str, jobs: int | None
    ) -> list[Verified]:
        self.asked.append(([exercise.id for exercise in chosen], wanted, sandbox, jobs))
        return [self.found]


def tally() -> Tally:
    made = mutants.make(SOLUTION)
    outcomes = [
        Outcome(
            mutant=mutant, killed_by="" if number < 2 else "test_a", status="" if number < 2 else "failed"
        )
        for number, mutant in enumerate(made)
    ]
    reasons = {made[0].id: "the same for all numbers"}
    return Tally(
        made=Mutants(every=made, chosen=made, equivalents=Equivalents(reasons)),
        outcomes=outcomes,
        seconds=0.51,
    )


@pytest.mark.parametrize(("rows", "code"), [([HOLDS], 0), ([HOLDS, DOES_NOT], 1)])
def test_verify_exits_with_0_only_if_all_holds(
    rows: list[Row],
    code: int,
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    verifier = Verifier(*rows)
    monkeypatch.setattr(author, "verified", verifier)
    assert run(["author", "verify", "1", "--repeat", "2", "--json"]) == code
    assert json.loads(capsys.readouterr().out) == {
        "ok": code == 0,
        "exercises": [
            {
                "exercise": "ex01",
                "ok": code == 0,
                "seconds": 1.3,
                "checks": [
                    {"name": row.check.value, "subject": row.subject, "ok": row.ok, "detail": row.message}
                    for row in rows
                ],
                "mutants": None,
            }
        ],
    }
    assert verifier.asked == [(["ex01"], Wanted(repeat=2), "auto", None)]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], Wanted()),
        (["--mutants"], Wanted(mutants=True)),
        (["--only-mutants"], Wanted(mutants=True, variants=False)),
        (["--mutants", "--sample", "7"], Wanted(mutants=True, sample=7)),
        (["--sample", "7", "--seed", "abc"], Wanted(sample=7, seed="abc")),
    ],
)
def test_options_say_how_much_to_check(
    options: list[str], wanted: Wanted, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier = Verifier(HOLDS)
    monkeypatch.setattr(author, "verified", verifier)
    assert run(["author", "verify", *options, "--jobs", "3"]) == 0
    assert verifier.asked == [(["ex01"], wanted, "auto", 3)]


def test_json_tells_what_became_of_each_mutant(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tally()
    monkeypatch.setattr(author, "verified", Verifier(HOLDS, mutants=made))
    run(["author", "verify", "--mutants", "--json"])
    (exercise,) = json.loads(capsys.readouterr().out)["exercises"]
    number = len(made.outcomes)
    each = exercise["mutants"].pop("each")
    assert exercise["mutants"] == {
        "made": number,
        "graded": number,
        "killed": number - 2,
        "equivalent": 1,
        "survivors": 1,
        "rate": round((number - 2) / (number - 1), 4),
        "seconds": 0.5,
    }
    first = made.outcomes[0].mutant
    assert each[0] == {
        "id": first.id,
        "function": "double",
        "line": 7,
        "operator": first.operator,
        "before": "return 2 * x",
        "after": first.after,
        "killed_by": "",
        "status": "",
        "equivalent": "the same for all numbers",
    }
    assert (each[2]["killed_by"], each[2]["status"], each[2]["equivalent"]) == ("test_a", "failed", "")


def test_a_table_is_rewritten(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = course / "mutants.md"
    document.write_text(f"{table.BEGIN}\n{table.END}\n")
    monkeypatch.setattr(author, "verified", Verifier(HOLDS, mutants=tally()))
    assert run(["author", "verify", "--only-mutants", "--table", str(document)]) == 0
    assert "| ex01 Double | " in document.read_text()


@pytest.mark.parametrize("options", [[], ["--mutants", "--sample", "3"]])
def test_a_table_of_some_mutants_is_refused(
    options: list[str],
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    verifier = Verifier(HOLDS)
    monkeypatch.setattr(author, "verified", verifier)
    assert run(["author", "verify", *options, "--table", "mutants.md"]) == 2
    assert capsys.readouterr().err == "grade: --table needs all mutants: say --mutants, and no --sample\n"
    assert verifier.asked == []


def test_verify_prints_what_does_not_hold_and_all_when_asked(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    survivor = Row(
        exercise="ex01",
        check=Check.MUTANT,
        subject="1a2b3c4d",
        ok=False,
        message="survives: line 7\n- a\n+ b",
    )
    counted = Row(exercise="ex01", check=Check.MUTANTS, subject="solution", ok=True, message="9 mutants")
    monkeypatch.setattr(author, "verified", Verifier(HOLDS, DOES_NOT, survivor, counted))
    assert run(["author", "verify"]) == 1
    short = capsys.readouterr().out
    assert [line.strip().lstrip("✗✓xok ") for line in short.splitlines()] == [
        "ex01: 2 of 4 checks do not hold",
        "stub, stub: scores [1] point",
        "mutant, 1a2b3c4d: survives: line 7",
        "- a",
        "+ b",
        "mutants, solution: 9 mutants",
        "2 of 4 checks do not hold.",
    ]
    assert run(["author", "verify", "--verbose"]) == 1
    assert "solution, solution: 10 of 10 points" in capsys.readouterr().out


def test_an_unknown_exercise_is_wrong_usage(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "verify", "ex77", "--mutants"]) == 2
    assert 'there is no exercise "ex77"' in capsys.readouterr().err


def test_new_writes_an_exercise_and_says_what_to_do(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "new", "ex02", "Two by two"]) == 0
    said = capsys.readouterr().out
    assert "solutions/ex02_two_by_two.py" in said
    assert said.rstrip().endswith("grade author verify ex02 --mutants")
    assert run(["author", "build", "--check", "ex02"]) == 0

    assert run(["author", "new", "ex02", "Once more"]) == 2
    assert "ex02 exists already: Two by two" in capsys.readouterr().err


def test_new_prints_one_json_object(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "new", "ex02", "Two by two", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["exercise"], found["module"]) == ("ex02", "ex02_two_by_two")
    assert all(Path(path).is_file() for path in found["written"])


@pytest.mark.parametrize("command", [[], ["build"], ["verify"], ["new"]])
def test_help_shows_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", *command, "--help"]) == 0
    assert "Example: grade author" in capsys.readouterr().out
