"""Examples in docstrings exist, and are true."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring import doctests

FUNCTION = '"""Doc."""\n\n\ndef f(x):\n    """Add one.\n\n    >>> f(1)\n    {}\n    """\n    return x + 1\n'


def test_functions_without_an_example_are_named() -> None:
    source = FUNCTION.format(2) + (
        '\n\ndef g():\n    """No example."""\n\n\ndef _private():\n    pass\n\n\n'
        'class A:\n    def m(self):\n        """Show.\n\n        >>> 1\n        1\n        """\n\n\nclass B:\n    pass\n'
    )
    assert doctests.missing(source) == ("g", "B")


def test_true_examples_give_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / "ex01_double.py"
    path.write_text(FUNCTION.format(2))
    assert doctests.failures(path) == ""


def test_a_false_example_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "ex01_double.py"
    path.write_text(FUNCTION.format(3))
    said = doctests.failures(path)
    assert "Expected:\n    3\nGot:\n    2" in said


def test_a_module_that_cannot_be_imported_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "ex01_double.py"
    path.write_text("import nothing_of_this_name\n")
    assert doctests.failures(path).endswith("ModuleNotFoundError: No module named 'nothing_of_this_name'")
