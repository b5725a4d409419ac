"""A few thousand mutated frames in every `make test`, and the proof that the fuzzers would see a finding."""

from __future__ import annotations

import signal
from collections import namedtuple
from typing import Any

import numpy as np
import pytest
import torch

from autograder.worker import values
from tests.fuzz import mutation, seeds, target


@pytest.mark.parametrize("seed", range(3))
def test_mutated_frames_are_decoded_or_refused(seed: int) -> None:
    counts = mutation.run(2_000, seed)
    assert min(counts["accepted"], counts["refused"]) > 200, "either alone would prove little"


def test_honest_frames_are_accepted_as_they_are() -> None:
    assert all(target.decode(frame) for frame in seeds.frames())


class Int(int):
    pass


class Cheat(namedtuple("Cheat", "x")):
    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize(
    "value",
    [
        Int(3),
        [{"a": (Int(3),)}],
        {Int(3)},
        object(),
        torch.nn.Parameter(torch.ones(1)),
        torch.ones(2, 3).T,
        torch.tensor([2], dtype=torch.uint8).view(torch.bool),
        np.array(["a"]),
        np.ones((2, 3)).T,
        Cheat(1),
    ],
    ids=lambda value: type(value).__name__,  # the text of some names an address, in each process another
)
def test_values_that_are_not_plain_are_findings(value: Any) -> None:
    with pytest.raises(AssertionError):
        target.check_plain(value)


def test_what_the_decoder_raises_beside_its_own_error_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: values.Unpacker, node: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(values.Unpacker, "unpack", broken)
    with pytest.raises(KeyError):
        mutation.run(500, 0)


def test_a_frame_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGALRM)

    def hang(*_: object) -> None:
        raise mutation.Hang

    def endless(frame: bytes) -> bool:
        while True:
            pass

    monkeypatch.setattr(mutation, "HANG_SECONDS", 1)
    monkeypatch.setattr(mutation, "decode", endless)
    signal.signal(signal.SIGALRM, hang)
    try:
        with pytest.raises(mutation.Hang):
            mutation.run(1, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
