"""Honest frames of every kind, from which the fuzzers start."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from autograder.worker import values, wire

Point = collections.namedtuple("Point", "x y")

VALUES: tuple[Any, ...] = (
    None,
    [True, -1, 2**63, -(2**80), 1.5, float("nan"), "é", b"abc", ...],
    (1, (2.0, [3]), {"a": [None], 2: (), (1, "b"): slice(1, None, 2)}),
    {1, -2, "x", (3, 4.5)},
    frozenset({"a", b"b"}),
    Point(1, [Point(2.5, "y")]),
    2 + 1j,
    torch.arange(6.0).reshape(2, 3),
    [torch.tensor([True, False]), torch.zeros(0, 3), torch.ones(2, dtype=torch.bfloat16, requires_grad=True)],
    [np.arange(4), np.float32(2.5), np.array([[True]]), np.zeros((2, 0))],
    [torch.float16, torch.device("cpu"), torch.device("cuda:1")],
    {"model": object(), "losses": [0.5, 0.25]},
)


def frames() -> Iterator[bytes]:
    """Yield a frame for each value, and those of exceptions."""
    for value in VALUES:
        packer = values.Packer(lambda kept: wire.HandleNode(7, type(kept).__name__), max_bytes=1 << 16)
        yield _joined(wire.Answer(1, packer.pack(value)), packer.blobs)
    places = [wire.Place("ex03.py", 12, "flatten"), wire.Place("ex03.py", 3, "<module>")]
    mro = ["ValueError", "Exception", "BaseException", "object"]
    yield _joined(wire.Raised(1, "ValueError", mro, "no such thing", places, True, False))


def split(frame: bytes) -> tuple[bytes, bytes]:
    """Return a frame's header and body."""
    header, _ = wire.PREFIX.unpack_from(frame)
    start = wire.PREFIX.size
    return frame[start : start + header], frame[start + header :]


def join(header: bytes, body: bytes) -> bytes:
    """Return the frame of a header and a body, with lengths that are true."""
    return wire.PREFIX.pack(len(header) & 0xFFFFFFFF, len(body)) + header + body


def _joined(message: wire.Answer | wire.Raised, blobs: list[memoryview] | None = None) -> bytes:
    return b"".join(bytes(piece) for piece in wire.frame(message, blobs or []))
