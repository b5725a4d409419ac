"""A mutant's id belongs to what was changed: it outlives other changes, and nothing else has it."""

from __future__ import annotations

import warnings

import pytest

from autograder.authoring.mutation import mutants
from autograder.errors import CourseError
from tests.conftest import ROOT

SOURCE = '''"""Doc."""


def first(x):
    """One.

    >>> first(1)
    """
    ### BEGIN SOLUTION
    total = x + 1
    return total * 2
    ### END SOLUTION


def second(x):
    """Two."""
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
'''


def ids(source: str) -> dict[str, str]:
    return {mutant.id: mutant.after for mutant in mutants.make(source)}


def test_ids_differ_and_are_the_same_each_time() -> None:
    made = mutants.make(SOURCE)
    assert len({mutant.id for mutant in made}) == len(made)
    assert mutants.make(SOURCE) == made
    assert all(len(mutant.id) == 8 for mutant in made)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""One.', '"""Another text, longer\n    than before.'),
        ("    total = x + 1\n", "    # Why.\n    total = x  +  1  # and a remark\n"),
        (
            "\n\ndef second",
            "\n\n### BEGIN SOLUTION\ndef _more(y):\n    return y - 7\n\n\n### END SOLUTION\n\n\ndef second",
        ),
        ("    total = x + 1\n", "    y = x - 3\n    total = x + 1\n"),
    ],
)
def test_ids_outlive_changes_elsewhere(old: str, new: str) -> None:
    """A comment, a formatter, another function or statement."""
    assert ids(SOURCE).keys() <= ids(SOURCE.replace(old, new, 1)).keys()


def test_a_changed_statement_has_new_ids() -> None:
    before = ids(SOURCE)
    after = ids(SOURCE.replace("total * 2", "2 * total"))
    gone = {before[one] for one in before.keys() - after.keys()}
    assert gone and all("total * 2" not in text for text in gone)
    assert {text for text in gone if text.startswith("total")} == set()


def test_the_same_change_in_two_functions_is_two_mutants() -> None:
    same = [mutant for mutant in mutants.make(SOURCE) if mutant.after in ("total = x", "return x")]
    assert [(mutant.owner, mutant.line) for mutant in same] == [("first", 10), ("second", 18)]


def test_what_compiles_to_the_same_is_left_out() -> None:
    """`2 * 3` is 6 when Python has compiled it, and so is `3 * 2`; 2 and 2.0 are two things."""
    source = SOURCE.replace("total * 2", "total * (3 / 1.0)")
    made = mutants.make(source)
    assert not [mutant for mutant in made if "(3 * 1.0)" in mutant.after]  # 3.0 as before
    assert [mutant for mutant in made if mutant.after == "return total * (3)"]


def test_what_does_not_compile_is_left_out() -> None:
    source = SOURCE.replace(
        "return total * 2", "for i in x:\n        if i:\n            break\n    return total"
    )
    for mutant in mutants.make(source):
        compile(mutant.source, "mutant", "exec")


def test_a_mutant_that_python_warns_of_is_one_all_the_same() -> None:
    """`x is 0` looks odd, and Python says so; here a warning would be an error."""
    source = SOURCE.replace("return total * 2", "return x is (total or 0)")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = mutants.make(source)
    assert "return x is (0)" in {mutant.after for mutant in made}


def test_a_mutant_says_where_it_is_and_what_was_done() -> None:
    (mutant,) = [mutant for mutant in mutants.make(SOURCE) if mutant.after == "total = (x - 1)"]
    assert mutant.description == "line 10 of first, arithmetic\n- total = x + 1\n+ total = (x - 1)"
    assert mutant.source == SOURCE.replace("total = x + 1", "total = (x - 1)")


def test_letters_beyond_ascii_do_not_shift_the_change() -> None:
    source = SOURCE.replace("One.", "Schön größer 学.").replace("total = x + 1", 'total = "größer" + x')
    assert 'total = ("größer" - x)' in ids(source).values()


def test_a_solution_that_is_no_python_is_told_with_its_line() -> None:
    with pytest.raises(CourseError, match=r"solutions/a\.py:11: this is not valid Python"):
        mutants.make(SOURCE.replace("return total * 2", "return total *"), "solutions/a.py")


@pytest.mark.parametrize("path", sorted((ROOT / "solutions").glob("ex*.py")), ids=lambda path: path.stem)
def test_every_solution_of_the_course_has_mutants_with_ids_of_their_own(path) -> None:
    made = mutants.make(path.read_text(encoding="utf-8"))
    assert len(made) > 20
    assert len({mutant.id for mutant in made}) == len(made)
