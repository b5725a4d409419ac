"""Oracles: functions in grading, answers in a release, and never both."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.errors import HostError, InternalError
from autograder.testing import oracle
from autograder.testing.answers import SUFFIX, Answers, Recording, beside
from autograder.testing.oracles import scripted
from autograder.worker import wire

Pair = namedtuple("Pair", "left right")
TEST = "test_double"


@oracle
def doubled(x):
    return 2 * x


@oracle
def counted(limit):
    """A generator, which may be left before its end."""
    for number in range(limit):
        assert number < 3, "this is run only as far as it is asked"
        yield number


def kept(recording: Recording, folder: Path) -> Answers:
    suite = folder / "test_ex01.py"
    suite.with_suffix(SUFFIX).write_bytes(recording.to_bytes())
    found = beside(suite)
    assert found is not None
    return found


def test_in_grading_an_oracle_is_a_function(tmp_path: Path) -> None:
    assert doubled(4) == 8
    assert next(counted(100)) == 0
    assert beside(tmp_path / "test_ex01.py") is None


def test_answers_come_in_the_order_in_which_they_were_recorded(tmp_path: Path) -> None:
    recording = Recording()
    with scripted(recording, TEST):
        assert [doubled(1), doubled(torch.tensor([2.5])), doubled("a")] == [2, torch.tensor([5.0]), "aa"]
        assert list(counted(3)) == [0, 1, 2]
    with scripted(kept(recording, tmp_path), TEST):
        # What the function would answer to these is something else: its body is not asked.
        assert [doubled(100), doubled(0), doubled(None)] == [2, torch.tensor([5.0]), "aa"]
        assert list(counted(0)) == [0, 1, 2]
    assert doubled(100) == 200


def test_a_generator_is_recorded_to_its_end() -> None:
    with scripted(Recording(), TEST), pytest.raises(AssertionError, match="only as far as it is asked"):
        counted(100)


@pytest.mark.parametrize(
    "value",
    [
        {"loss": 0.5, "rows": [(1, None), (True, "text")]},
        [Pair(1, torch.zeros(0, 3)), Pair(2, torch.tensor(7, dtype=torch.int16))],
        np.arange(6.0).reshape(2, 3)[:, ::2],
    ],
)
def test_plain_data_comes_back_as_it_was(value: object, tmp_path: Path) -> None:
    recording = Recording()
    recording.answer(TEST, "given", lambda: value)
    back = kept(recording, tmp_path).answer(TEST, "given", lambda: None)
    assert repr(back) == repr(value)


def test_what_is_no_plain_data_is_the_authors_mistake() -> None:
    with pytest.raises(InternalError, match="the oracle doubled does not answer with plain data"):
        Recording().answer(TEST, "doubled", lambda: object())


def test_what_was_not_recorded_is_not_made_up(tmp_path: Path) -> None:
    recording = Recording()
    with scripted(recording, TEST):
        doubled(1)
    for test in (TEST, "test_another"):
        with scripted(kept(recording, tmp_path), test), pytest.raises(HostError, match="is missing"):
            doubled(1)
            doubled(1)


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x80\x80", b"\x81\xa1a\x01"])
def test_a_damaged_file_says_so(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / f"test_ex01{SUFFIX}").write_bytes(damage)
    with pytest.raises(HostError, match=r"test_ex01\.answers is damaged"):
        beside(tmp_path / "test_ex01.py")


def test_a_damaged_answer_says_so() -> None:
    error = wire.Raised(0, "ValueError", ["ValueError"], "no", [], own=True, out_of_memory=False)
    for encoded in (b"", b"\x00" * 12, b"\xff" * 40, b"".join(wire.frame(error, []))):
        with pytest.raises(HostError, match="damaged"):
            Answers({TEST: {"doubled": [encoded]}}).answer(TEST, "doubled", lambda: 1)
