"""Frames are bounded before they are believed, and only well-formed replies get through."""

import msgspec
import pytest

from autograder.worker import wire
from autograder.worker.wire import Answer, Raised, Request, WireError


def header_of(pieces: list[memoryview]) -> bytes:
    return bytes(pieces[0])[wire.PREFIX.size :]


def test_a_reply_survives_the_round_trip() -> None:
    reply = Answer(7, wire.ListNode([1, "two", wire.TensorNode("float32", (2, 3), False)]))
    assert wire.decode_reply(header_of(wire.frame(reply))) == reply


def test_an_exception_survives_the_round_trip() -> None:
    raised = Raised(
        3, "ValueError", ["ValueError", "Exception"], "no", [wire.Place("ex03.py", 4, "f")], True, False
    )
    assert wire.decode_reply(header_of(wire.frame(raised))) == raised


def test_a_request_survives_the_round_trip() -> None:
    request = Request(1, "call", wire.ListNode(["f"]), None)
    assert wire.decode_request(header_of(wire.frame(request))) == request


def test_the_prefix_counts_header_and_blobs() -> None:
    data = b"".join(wire.frame(Answer(1, wire.BytesNode(5)), [memoryview(b"12345")]))
    header, body = wire.lengths(data[: wire.PREFIX.size], 100)
    assert (header, body) == (len(data) - wire.PREFIX.size - 5, 5)


def test_small_frames_go_in_one_piece_and_large_blobs_are_not_copied() -> None:
    small, large = memoryview(b"12345"), memoryview(bytes(wire.SMALL + 1))
    assert len(wire.frame(Answer(1, wire.BytesNode(5)), [small])) == 1
    assert wire.frame(Answer(1, wire.BytesNode(wire.SMALL + 1)), [large])[1] is large


@pytest.mark.parametrize(
    ("header", "body"),
    [(0, 0), (wire.MAX_HEADER + 1, 0), (2**32 - 1, 0), (1, 101), (1, 2**64 - 1)],
)
def test_announced_lengths_beyond_the_bounds_are_refused(header: int, body: int) -> None:
    with pytest.raises(WireError):
        wire.lengths(wire.PREFIX.pack(header, body), 100)


def test_a_header_too_large_to_send_is_refused_by_the_sender() -> None:
    with pytest.raises(WireError, match="too many parts"):
        wire.frame(Answer(1, "x" * (wire.MAX_HEADER + 1)))


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff",
        b"\xdd\xff\xff\xff\xff",  # an array of 4 billion items that are not there
        b"\xc6\xff\xff\xff\xff",  # 4 GB of bytes that are not there
        b"\x91" * 100_000,  # nested without end
        msgspec.msgpack.encode(["ok", 1]),  # a field short
        msgspec.msgpack.encode(["ok", "1", None]),  # a wrong type
        msgspec.msgpack.encode(["no such tag", 1, None]),
        msgspec.msgpack.encode(["ok", 1, ["t", "float32", ["a"], False]]),
        msgspec.msgpack.encode(["ok", 1, ["?", 1]]),
        msgspec.msgpack.encode(["error", 1, "E", [], "x" * 5_000, [], True, False]),  # text over its bound
        msgspec.msgpack.encode({"ok": 1}),
        msgspec.msgpack.encode(["ok", 1, None]) + b"\x00",  # something after the end
    ],
)
def test_malformed_headers_are_refused(header: bytes) -> None:
    with pytest.raises(WireError):
        wire.decode_reply(header)
