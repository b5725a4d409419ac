"""Alternatives and misconceptions are read with their words, and what is missing in them is named."""

from __future__ import annotations

import pytest

from autograder.authoring import variants
from autograder.errors import CourseError

FOLDER = "grader_tests/misconceptions/ex01"
BODY = "\n\n\ndef double(x):\n    return x * x\n"


def test_variants_come_with_their_words_and_their_whole_source(tiny) -> None:
    course, exercise = tiny.load()
    found = variants.read(course, exercise)
    assert [(variant.kind, variant.name) for variant in found] == [
        ("alternative", "plus"),
        ("alternative", "shift"),
        ("alternative", "swapped"),
        *[("misconception", f"square_{number}") for number in range(5)],
    ]
    alternative, misconception = found[0], found[3]
    assert alternative.summary == "By plus."
    assert (alternative.caught_by, alternative.explanation) == ((), "")
    assert alternative.path == exercise.alternatives / "plus.py"
    assert misconception.summary == "Doubling is squaring."
    assert misconception.caught_by == ("test_positive", "test_negative")
    assert misconception.explanation == "Squaring is not doubling; add x to itself instead."
    assert misconception.replaces == ("double",)
    namespace: dict[str, object] = {}
    exec(misconception.source, namespace)
    assert namespace["double"](3) == 10  # type: ignore[operator]
    assert namespace["__doc__"] == "Doubling."


def test_test_names_are_those_of_the_suite(tiny) -> None:
    course, exercise = tiny.load()
    assert variants.test_names(course, exercise) == ("test_positive", "test_negative")


BROKEN = {
    "no docstring": (
        "def double(x):\n    return x * x\n",
        f'{FOLDER}/bad.py:1: there is no module docstring; say what the learner believes, then "caught_by:" '
        'and "explanation:"',
    ),
    "no caught_by": (
        f'"""Belief.\n\nexplanation: Because.\n"""{BODY}',
        f'{FOLDER}/bad.py:1: the docstring has no "caught_by:"; name the tests that must fail on this',
    ),
    "no explanation": (
        f'"""Belief.\n\ncaught_by: test_positive\n"""{BODY}',
        f'{FOLDER}/bad.py:1: the docstring has no "explanation:"; say in one or two sentences what happens and '
        "what to do instead",
    ),
    "unknown test": (
        f'"""Belief.\n\ncaught_by: test_positiv\nexplanation: Because.\n"""{BODY}',
        f"{FOLDER}/bad.py:1: caught_by names test_positiv, which the suite does not have; its tests are "
        "test_positive, test_negative",
    ),
    "unknown function": (
        '"""Belief.\n\ncaught_by: test_positive\nexplanation: Because.\n"""\n\n\ndef dubble(x):\n    return 1\n',
        f"{FOLDER}/bad.py:1: this overlay replaces no function or class of solutions/ex01_double.py; define at "
        "least one of double in it",
    ),
    "not Python": (
        '"""Belief."""\n\ndef double(x)\n    return 1\n',
        f"{FOLDER}/bad.py:3: this is not valid Python: expected ':'; mend it",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_misconception_is_named(name: str, tiny) -> None:
    source, message = BROKEN[name]
    tiny.write(f"{FOLDER}/bad.py", source)
    with pytest.raises(CourseError) as caught:
        variants.read(*tiny.load())
    assert str(caught.value) == message


def test_an_alternative_must_say_what_is_different(tiny) -> None:
    tiny.alternative("bad", "def double(x):\n    return x + x\n")
    with pytest.raises(CourseError) as caught:
        variants.read(*tiny.load())
    assert str(caught.value) == (
        "grader_tests/alternatives/ex01/bad.py:1: there is no module docstring; say in one line what is different"
    )


def test_an_empty_folder_is_an_error(tiny) -> None:
    course, exercise = tiny.load()
    for path in exercise.misconceptions.iterdir():
        path.unlink()
    with pytest.raises(CourseError) as caught:
        variants.read(course, exercise)
    assert str(caught.value) == (
        f"{FOLDER}: there is no misconception here; write one as <name>.py with only the functions and classes "
        "that differ from the solution"
    )


def test_a_missing_suite_is_an_error(tiny) -> None:
    course, exercise = tiny.load()
    exercise.suite.unlink()
    with pytest.raises(CourseError) as caught:
        variants.read(course, exercise)
    assert str(caught.value) == (
        "grader_tests/test_ex01_double.py: this file does not exist; write the hidden suite of ex01"
    )
