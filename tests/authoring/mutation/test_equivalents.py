"""Records of equivalent mutants: an id and a reason, or one line on what is wrong with the file."""

from __future__ import annotations

import pytest

from autograder.authoring.mutation import equivalents, mutants
from autograder.authoring.mutation.equivalents import Equivalents
from autograder.errors import CourseError

FILE = "grader_tests/equivalents/ex01.toml"


def test_most_exercises_have_no_file(tiny) -> None:
    assert equivalents.read(*tiny.load()) == Equivalents()


def test_ids_have_reasons(tiny) -> None:
    tiny.write(FILE, '# line 3: double\n1a2b3c4d = "both are 0"\n12345678 = "no input tells"\n')
    reasons = {"1a2b3c4d": "both are 0", "12345678": "no input tells"}
    assert equivalents.read(*tiny.load()) == Equivalents(reasons)


def test_a_function_of_which_any_is_right_has_one_reason(tiny) -> None:
    tiny.write(FILE, '1a2b3c4d = "both are 0"\n[free]\ndouble = "any will do"\nmodule = "any constant"\n')
    found = equivalents.read(*tiny.load())
    source = "### BEGIN SOLUTION\nLIMIT = 3\n\ndef double(x):\n    return x + x\n\ndef half(x):\n    return x / 2\n"
    made = mutants.make(source + "### END SOLUTION\n")
    reasons = {mutant.owner: found.reason(mutant) for mutant in made}
    assert reasons == {"double": "any will do", "": "any constant", "half": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1a2b3c4d = because\n", "this is no valid TOML: Invalid value"),
        ('1a2b = "short"\n', '"1a2b" is no id of a mutant'),
        ('[equivalent]\n1a2b3c4d = "in a table"\n', '"equivalent" is no id of a mutant'),
        ('1a2b3c4d = ""\n', '1a2b3c4d needs a reason in quotes: 1a2b3c4d = "why no test can tell"'),
        ("1a2b3c4d = 7\n", "1a2b3c4d needs a reason in quotes"),
        ('[free]\ndouble = ""\n', 'free.double needs a reason in quotes: double = "why any is right"'),
        ('free = "all"\n', "free is a table of functions with reasons: write [free] above them"),
        ('1a2b3c4d = "a"\n1a2b3c4d = "b"\n', "this is no valid TOML: Cannot overwrite a value"),
    ],
)
def test_a_broken_file_is_named_with_the_mend(tiny, text: str, said: str) -> None:
    tiny.write(FILE, text)
    with pytest.raises(CourseError) as raised:
        equivalents.read(*tiny.load())
    assert str(raised.value).startswith(f"{FILE}: {said}")


def test_a_file_of_bytes_that_are_no_text_is_named_too(tiny) -> None:
    tiny.write(FILE, "")
    (tiny.root / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(CourseError, match="this is no valid TOML"):
        equivalents.read(*tiny.load())
