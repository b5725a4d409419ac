"""What misconceptions do, remembered in .torchgrade/behaviours/, so that nothing is run twice.

A file is named for all that its content depends on. The folder may be deleted at any time; where it cannot
be read or written, all goes on without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import msgspec

from autograder import atomic
from autograder.batch.fingerprint import grader_digest, versions
from autograder.course import Course, Exercise
from autograder.diagnosis.behaviour import Behaviour, Stayed, Step
from autograder.report import Status
from autograder.worker import values, wire

MOST_BYTES = 4 << 20  # of one file; what does more than that is run anew each time

Known: TypeAlias = dict[str, dict[str, Behaviour]]  # by draw, then by test


class Remembers(Protocol):
    """Where it is kept what modules of the course do."""

    def recall(self, source: str) -> Known:
        """Return what is known of a module."""

    def keep(self, source: str, known: Mapping[str, Mapping[str, Behaviour]]) -> None:
        """Remember what a module does, if that can be."""


class NoMemory:
    """Remembers nothing: for whom draws other inputs than learners have."""

    def recall(self, source: str) -> Known:
        """Know nothing."""
        return {}

    def keep(self, source: str, known: Mapping[str, Mapping[str, Behaviour]]) -> None:
        """Do nothing."""


class Memory:
    """What the misconceptions of one exercise do."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        self._folder = course.root / ".torchgrade" / "behaviours" / exercise.id
        suite = exercise.suite.read_bytes() if exercise.suite.exists() else b""
        setting = msgspec.json.encode((exercise.preload, exercise.limits))
        # What the grader asks and how it notes the answers is in there too.
        self._about = (suite, setting, " ".join(versions()).encode(), grader_digest())

    def recall(self, source: str) -> Known:
        """Return what is known of a module."""
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, struct.error):
            return _decode(self._path(source).read_bytes())
        return {}

    def keep(self, source: str, known: Mapping[str, Mapping[str, Behaviour]]) -> None:
        """Remember what a module does, if the disk lets us."""
        with contextlib.suppress(OSError, wire.WireError):
            self._folder.mkdir(parents=True, exist_ok=True)
            atomic.write(self._path(source), _encode(known))

    def _path(self, source: str) -> Path:
        digest = hashlib.blake2b(digest_size=16)
        for part in (*self._about, source.encode()):
            digest.update(len(part).to_bytes(8, "little") + part)
        return self._folder / f"{digest.hexdigest()}.bin"


def _encode(known: Mapping[str, Mapping[str, Behaviour]]) -> bytes:
    """Write with the grader's own wire format, in which tensors are plain bytes and nothing is pickled."""
    plain = {
        draw: {test: _plain(behaviour) for test, behaviour in behaviours.items()}
        for draw, behaviours in known.items()
    }
    packer = values.Packer(_no_number, max_bytes=MOST_BYTES)
    return b"".join(wire.frame(wire.Answer(0, packer.pack(plain)), packer.blobs))


def _plain(behaviour: Behaviour) -> tuple[object, ...]:
    steps = [(step.operation, step.value, step.raised) for step in behaviour.steps]
    return str(behaviour.status), behaviour.told, steps


def _no_number(value: object) -> wire.HandleNode:
    if isinstance(value, Stayed):
        return wire.HandleNode(0)
    raise wire.WireError(f"a {type(value).__name__} is no plain data")


def _decode(data: bytes) -> Known:
    start = wire.PREFIX.size
    header, body = wire.lengths(data[:start], MOST_BYTES)
    reply = wire.decode_reply(data[start : start + header])
    if not isinstance(reply, wire.Answer) or len(data) != start + header + body:
        return {}
    unpacker = values.Unpacker(memoryview(bytearray(data[start + header :])), lambda node: Stayed())
    plain = unpacker.unpack(reply.value)
    unpacker.finish()
    return {
        draw: {
            test: Behaviour(
                status=Status(status),
                told=told,
                steps=tuple(Step(operation=o, value=v, raised=r) for o, v, r in steps),
            )
            for test, (status, told, steps) in behaviours.items()
        }
        for draw, behaviours in plain.items()
    }
