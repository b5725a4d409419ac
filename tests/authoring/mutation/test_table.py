"""The table keeps the rows of exercises that were not looked at, and the text around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.mutation import mutants, table
from autograder.authoring.mutation.equivalents import Equivalents
from autograder.authoring.mutation.survivors import Mutants, Tally
from autograder.authoring.mutation.trials import Outcome
from autograder.course import Course, load
from autograder.errors import UsageError

COURSE = '[course]\nid = "tiny"\ntitle = "Tiny"\n' + "".join(
    f'[[exercises]]\nid = "ex0{number}"\ntitle = "A|{number}"\nmodule = "ex0{number}_a"\npoints = 1\n'
    for number in (1, 2, 3)
)
TEXT = f"""# Title

{table.BEGIN}
| ex03 Old | 1 | 1 | 0 | 0 | 100.0% | 1 |
| ex01 Old | 1 | 1 | 0 | 0 | 100.0% | 1 |
| ex99 Gone | 1 | 1 | 0 | 0 | 100.0% | 1 |
{table.END}

The end.
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "course.toml").write_text(COURSE)
    return load(tmp_path / "course.toml", check_files=False)


def tally() -> Tally:
    made = mutants.make(
        '"""Doc."""\n\n\ndef f(x):\n    ### BEGIN SOLUTION\n    return x < 3\n    ### END SOLUTION\n'
    )[:4]
    outcomes = [
        Outcome(mutant=mutant, killed_by="" if number < 2 else "test_a") for number, mutant in enumerate(made)
    ]
    return Tally(
        made=Mutants(every=made, chosen=made, equivalents=Equivalents({made[0].id: "the same"})),
        outcomes=outcomes,
        seconds=2.6,
    )


def test_rows_are_put_in_the_order_of_the_course(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "mutants.md"
    path.write_text(TEXT)
    table.rewrite(path, course, {"ex02": tally(), "ex03": tally()})
    assert (
        path.read_text()
        == f"""# Title

{table.BEGIN}

| Exercise | Mutants | Killed | Equivalent | Survivors | Kill rate | Seconds |
|---|--:|--:|--:|--:|--:|--:|
| ex01 Old | 1 | 1 | 0 | 0 | 100.0% | 1 |
| ex02 A\\|2 | 4 | 2 | 1 | 1 | 66.7% | 3 |
| ex03 A\\|3 | 4 | 2 | 1 | 1 | 66.7% | 3 |

{table.END}

The end.
"""
    )
    first = path.read_text()
    table.rewrite(path, course, {"ex02": tally()})
    assert path.read_text() == first


def test_a_document_without_a_table_is_refused_before_anything_is_graded(tmp_path: Path) -> None:
    path = tmp_path / "mutants.md"
    with pytest.raises(UsageError, match="this file cannot be read"):
        table.check(path)
    path.write_text("# Title\n")
    with pytest.raises(UsageError, match="put two lines into it"):
        table.check(path)
    path.write_text(TEXT)
    table.check(path)
