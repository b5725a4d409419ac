"""Where a learner begins."""

from __future__ import annotations

import pytest

from autograder.cli.next_function import Unwritten, first_unwritten


def test_the_first_function_in_reading_order() -> None:
    source = b"def a():\n    return 1\n\n\ndef b():\n    '''Doc.'''\n    raise NotImplementedError('b')\n\n\ndef c():\n    raise NotImplementedError\n"
    assert first_unwritten(source) == Unwritten("b", 5)


def test_a_method_has_its_class_in_front() -> None:
    source = b"class Network:\n    class Part:\n        def forward(self):\n            raise NotImplementedError\n"
    assert first_unwritten(source) == Unwritten("Network.Part.forward", 3)


def test_nothing_left_to_write() -> None:
    source = b"def a():\n    raise ValueError\n\n\ndef b(kind=NotImplementedError):\n    raise\n"
    assert first_unwritten(source) is None


@pytest.mark.parametrize("source", [b"def f(:", b"\xff", b"\0", b"(" * 5_000, b"-" * 100_000 + b"1"])
def test_what_is_no_python_has_no_beginning(source: bytes) -> None:
    assert first_unwritten(source) is None
