"""What the oracles of public tests answered when an exercise was released: recorded, kept, given again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from autograder.errors import HostError, InternalError
from autograder.worker import values, wire

SUFFIX = ".answers"  # of the file beside a released suite
# Whose inputs are drawn, in place of a submission's: public tests ask what was answered at the release.
INPUTS_OF = "released"
MAX_BYTES = 16 << 20  # of one answer
Encoded: TypeAlias = dict[str, dict[str, list[bytes]]]  # by test and oracle, in the order of asking


class Recording:
    """Has each oracle answer by itself, and keeps the answers."""

    def __init__(self) -> None:
        self._kept: defaultdict[str, defaultdict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))

    def answer(self, test: str, oracle: str, compute: Callable[[], object]) -> object:
        """Return what the oracle answers; raises `InternalError` where that is no plain data."""
        found = compute()
        if isinstance(found, Iterator):
            found = list(found)
        try:
            self._kept[test][oracle].append(_encode(found))
        except wire.WireError as error:
            raise InternalError(f"the oracle {oracle} does not answer with plain data: {error}") from error
        return found

    def to_bytes(self) -> bytes:
        """Return the content of the file beside the suite."""
        return msgspec.msgpack.encode(self._kept)


class Answers:
    """Gives one answer after the other, and lets no oracle answer by itself."""

    def __init__(self, kept: Encoded) -> None:
        self._left = {
            (test, oracle): iter(given) for test, asked in kept.items() for oracle, given in asked.items()
        }

    def answer(self, test: str, oracle: str, compute: Callable[[], object]) -> object:
        """Return the next answer; raises `HostError` where there is none."""
        encoded = next(self._left.get((test, oracle), iter(())), None)
        if encoded is None:
            raise HostError(
                f"the answer that {test} compares with is missing. Fetch the assignment anew, and keep the "
                "folder beside the notebook as it is."
            )
        return _decode(encoded)


def beside(suite: Path) -> Answers | None:
    """Return the answers that were released with a suite, or None: then its oracles have their bodies."""
    try:
        content = suite.with_suffix(SUFFIX).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HostError(f"{suite.stem}{SUFFIX} cannot be read: {error.strerror}.") from error
    try:
        return Answers(msgspec.msgpack.decode(content, type=Encoded))
    except msgspec.MsgspecError as error:
        raise HostError(f"{suite.stem}{SUFFIX} is damaged. Fetch the assignment anew.") from error


def _encode(value: object) -> bytes:
    def refuse(found: Any) -> wire.HandleNode:
        raise wire.WireError(f"a {type(found).__name__} cannot be kept")

    packer = values.Packer(refuse, max_bytes=MAX_BYTES)
    node = packer.pack(value)
    return b"".join(wire.frame(wire.Answer(0, node), packer.blobs))


def _decode(encoded: bytes) -> object:
    start = wire.PREFIX.size
    try:
        if len(encoded) < start:
            raise wire.WireError("cut off")
        header, _ = wire.lengths(encoded[:start], MAX_BYTES)
        reply = wire.decode_reply(encoded[start : start + header])
        if not isinstance(reply, wire.Answer):
            raise wire.WireError("no answer")
        return values.Unpacker(memoryview(encoded)[start + header :], _no_handle).unpack(reply.value)
    except (wire.WireError, msgspec.MsgspecError, ValueError) as error:
        raise HostError(f"an answer of a public test is damaged ({error}). Fetch it anew.") from error


def _no_handle(node: wire.HandleNode) -> Any:
    raise wire.WireError("a handle")
