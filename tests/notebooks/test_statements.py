"""What some names of a module need, and nothing else."""

from __future__ import annotations

import pytest

from autograder.notebooks.statements import joined, needed, statements


def kept(source: str, *names: str, fixtures: bool = False) -> str:
    return joined(needed(statements(source), names, fixtures=fixtures)).strip()


def test_a_function_brings_what_it_uses_and_leaves_the_rest() -> None:
    source = "import a\nimport b\nN = a.n\nM = b.m\n\ndef g():\n    return N\n\ndef f():\n    return g()\n\nf()\nprint(M)"
    text = kept(source, "f")
    assert "import a" in text and "N = a.n" in text and "def g" in text
    assert "import b" not in text and "M =" not in text and "print" not in text and not text.endswith("f()")


def test_local_names_are_not_taken_for_global_ones() -> None:
    """An experiment with `x` must not be run because a function has a parameter or a variable of that name."""
    source = "x = train_for_hours()\nloss = x.loss\n\ndef f(x):\n    loss = x + 1\n    return loss"
    assert kept(source, "f") == "def f(x):\n    loss = x + 1\n    return loss"


@pytest.mark.parametrize(
    "change",
    [
        "TABLE['b'] = 2",
        "TABLE.update(b=2)",
        "TABLE += [1]",
        "for i in range(3):\n    TABLE[i] = i",
        "with open('x') as file:\n    TABLE = file",
        "if True:\n    TABLE = {}",
        "del TABLE['a']",
    ],
)
def test_what_changes_a_needed_value_is_kept(change: str) -> None:
    source = f"TABLE = {{}}\n{change}\n\ndef f():\n    return TABLE"
    assert change in kept(source, "f")


@pytest.mark.parametrize(
    "call", ["f(3)", "print(TABLE)", "torch.manual_seed(0)", "f.cache_clear()", "await g()"]
)
def test_what_merely_calls_is_left_behind(call: str) -> None:
    source = f"import torch\nTABLE = {{}}\ndef f():\n    return torch, TABLE\n{call}\n"
    assert call not in kept(source, "f").splitlines()


def test_methods_put_onto_a_class_afterwards_are_kept() -> None:
    source = "class A:\n    pass\n\ndef g(self):\n    return 1\n\nA.g = g"
    assert kept(source, "A").endswith("A.g = g") and "def g" in kept(source, "A")


def test_of_two_definitions_both_stay_in_their_order() -> None:
    """The last one counts, as in the notebook."""
    text = kept("def f():\n    return 1\n\ndef f():\n    return 2", "f")
    namespace: dict[str, object] = {}
    exec(text, namespace)
    assert namespace["f"]() == 2  # type: ignore[operator]


def test_statements_that_share_a_line_are_told_apart() -> None:
    assert kept("a = 1; b = launch()\ndef f(): return a", "f") == "a = 1\n\ndef f(): return a"


def test_future_imports_come_first() -> None:
    text = kept("a = 1\nfrom __future__ import annotations\ndef f(x: Later): return a", "f", "annotations")
    assert text.startswith("from __future__")


def test_decorators_and_odd_line_breaks_are_kept_whole() -> None:
    source = "import functools\n\n@functools.cache\ndef f():\n    return 'a\x0cb\u2028c'\n\ndef g(): pass"
    assert kept(source, "f").endswith("@functools.cache\ndef f():\n    return 'a\x0cb\u2028c'")


def test_pytest_finds_fixtures_by_the_names_of_parameters() -> None:
    source = "def exam(): return 1\n\ndef test_a(exam): assert exam\n\ndef test_b(): pass"
    assert "def exam" in kept(source, "test_a", fixtures=True)
    assert "def exam" not in kept(source, "test_a")
    assert "test_b" not in kept(source, "test_a", fixtures=True)


def test_a_star_import_may_bind_anything() -> None:
    assert kept("from math import *\nx = 1\ndef f(): return pi", "f").startswith("from math import *")
