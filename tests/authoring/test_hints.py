"""A hints file has three hints or more for everything that learners write."""

from __future__ import annotations

from autograder.authoring import hints


def section(name: str, count: int, text: str = "Think.") -> str:
    return f"## {name}\n\n" + "".join(f"### Hint {number}\n{text}\n\n" for number in range(1, count + 1))


def test_complete_hints_have_no_problems() -> None:
    text = "# ex01 Tensors\n\nWords.\n\n" + section("f", 3) + section("`g(x)`", 5) + section("A.method", 3)
    assert hints.problems(text + section("A", 3), ("f", "g", "A")) == []


def test_what_is_missing_or_too_much_is_named() -> None:
    text = section("f", 2) + section("old", 3) + section("g", 3, text="")
    assert hints.problems(text, ("f", "g", "h")) == [
        'there is no section "## h"',
        '"## old" is no function or class of the solution',
        '"## f" needs "### Hint 1" to "### Hint 3" in order, each with text; it has 1, 2',
        '"## g" needs "### Hint 1" to "### Hint 3" in order, each with text; it has none',
    ]


def test_hints_are_numbered_in_order() -> None:
    text = "## f\n### Hint 1\na\n### Hint 3\nb\n### Hint 2\nc\n"
    assert hints.problems(text, ("f",)) == [
        '"## f" needs "### Hint 1" to "### Hint 3" in order, each with text; it has 1, 3, 2'
    ]
