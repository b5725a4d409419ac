"""Whatever bytes a worker sends, in whatever pieces: a plain value, an exception as data, or a lost worker.

More of the same, by the million: `python -m tests.fuzz.mutation`, and guided by coverage: `make fuzz`.
"""

from __future__ import annotations

import itertools
import os
import socket
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import control, values, wire
from autograder.worker.channel import CHUNK, Channel, Closed
from autograder.worker.client import PROTOCOL, Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.settings import WorkerLimits
from autograder.worker.wire import Answer, WireError
from tests.fuzz import mutation, seeds, target

MAX = 1 << 20
# What decoding takes at most, for each byte of the header and of the body. A header's byte can stand for a
# quarter of a node, and the node for a list.
BYTES_A_HEADER_BYTE, BYTES_A_BODY_BYTE = 150, 4


class FakeProcess:
    """A process that is there until it is killed."""

    killed = False

    def kill(self) -> None:
        self.killed = True

    def wait(self, seconds: float) -> int | None:
        return 0


@contextmanager
def connected(kind: int = socket.SOCK_STREAM) -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    read, write = os.pipe()
    channel = Channel(ours, read, max_body=MAX, max_output=MAX)
    try:
        yield channel, theirs
    finally:
        theirs.close()
        os.close(write)
        channel.close()


def ask(reply: bytes) -> tuple[Any, FakeProcess]:
    """Ask a worker for something; it sends these bytes and hangs up. Return what came of it."""
    process = FakeProcess()
    with connected() as (channel, theirs):
        worker = Worker(process, channel, WorkerLimits())
        theirs.sendall(reply)
        theirs.shutdown(socket.SHUT_WR)
        try:
            return worker.request(Allowance(5.0), target.Handle, "call"), process
        except (WorkerLost, LearnerError) as error:
            return error, process


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_a_request_ends_in_a_plain_value_or_an_error_of_two_kinds(seed: int) -> None:
    mutator = mutation.Mutator(seed)
    for _ in range(5):
        came, process = ask(mutator.next())
        if isinstance(came, WorkerLost):
            assert process.killed
        elif not isinstance(came, LearnerError):
            target.check_plain(came)


def test_a_frame_that_breaks_the_protocol_ends_the_worker() -> None:
    came, process = ask(seeds.join(msgspec.msgpack.encode(["ok", 1, ["b", 5]]), b"1234"))
    assert isinstance(came, WorkerLost) and came.reason == PROTOCOL and process.killed


@given(st.sampled_from(list(seeds.frames())), st.lists(st.integers(0, 400), max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_frame_may_arrive_in_any_pieces(frame: bytes, cuts: list[int]) -> None:
    header, body = seeds.split(frame)
    places = sorted({0, len(frame), *(cut % len(frame) for cut in cuts)})
    with connected(socket.SOCK_SEQPACKET) as (channel, theirs):  # which keeps pieces apart
        for start, end in itertools.pairwise(places):
            theirs.send(frame[start:end])
        reply, received = channel.exchange([], 5.0)
    # Compared as bytes, since NaN equals nothing.
    again = b"".join(bytes(piece) for piece in wire.frame(reply, [received] if received.nbytes else []))
    assert (seeds.split(again), bytes(received)) == ((header, body), body)


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_what_is_announced_and_does_not_come_takes_no_memory(rest: bytes) -> None:
    with connected() as (channel, theirs):
        theirs.sendall(wire.PREFIX.pack(1_000, MAX) + rest)
        theirs.close()

        def receive() -> None:
            with pytest.raises(Closed):
                channel.exchange([], 5.0)

        # A megabyte is the buffer of one read, and more is announced.
        assert peak_of(receive) < CHUNK + 100_000


def peak_of(action: Callable[[], object]) -> int:
    """Return how many bytes an action takes at most, as far as Python knows."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def full(*nodes: Any, around: Sequence[Any] = ("l",)) -> bytes:
    """Return a header as large as one may be, full of copies of some nodes."""
    size = sum(len(msgspec.msgpack.encode(node)) for node in nodes)
    return msgspec.msgpack.encode(["ok", 1, [*around, [*nodes] * ((wire.MAX_HEADER - 60) // size)]])


LARGEST = {
    "nothings": full(None),
    "empty lists": full(["l", []]),
    "empty dicts": full(["d", [], []]),
    "sets": full(["s", [1], True]),
    "empty tensors": full(["t", "bool", [0], False]),
    "empty arrays": full(["a", "bool", [0], False]),
    "shapes": full(["t", "bool", [0] * 32, False]),
    "handles": full(["h", 1, ""]),
    "dtypes": full(["y", "bool"]),
    "devices": full(["v", "cpu"]),
    "ellipses": full(["."]),
    "large ints": full(["i", "f" * 3999]),
    "named tuples": full(["m", "P", ["x"], [1]]),
    "one large text": msgspec.msgpack.encode(["ok", 1, "x" * (wire.MAX_HEADER - 20)]),
    "a set of numbers": msgspec.msgpack.encode(["ok", 1, ["s", list(range(10**9, 10**9 + 200_000)), False]]),
}


@pytest.mark.parametrize("header", LARGEST.values(), ids=LARGEST.keys())
def test_no_header_takes_more_memory_than_its_size_allows(header: bytes) -> None:
    assert 0.9 * wire.MAX_HEADER < len(header) <= wire.MAX_HEADER
    frame = seeds.join(header, b"")
    target.decode(frame[:100])  # what is imported at first use
    accepted: list[bool] = []
    peak = peak_of(lambda: accepted.append(target.decode(frame)))
    assert accepted == [True], "nothing is proved by what is refused"
    assert peak < BYTES_A_HEADER_BYTE * len(header)


@pytest.mark.parametrize(
    "node",
    [wire.BytesNode(MAX), wire.TensorNode("uint8", (MAX,), False), wire.ArrayNode("bool", (MAX,), False)],
    ids=repr,
)
def test_no_body_takes_more_memory_than_its_size_allows(node: wire.Node) -> None:
    body = memoryview(bytes(MAX))
    assert peak_of(lambda: values.Unpacker(body, target.Handle).unpack(node)) < BYTES_A_BODY_BYTE * MAX


def same_hash(count: int) -> list[wire.Node]:
    """Different keys that share one hash, since -1 and -2 do."""
    keys = itertools.islice(itertools.product((-1, -2), repeat=16), count)
    return [wire.TupleNode([*key]) for key in keys]


@pytest.mark.parametrize("node", [wire.SetNode, wire.DictNode])
def test_keys_that_share_a_hash_are_refused_before_they_are_compared(node: type) -> None:
    """A megabyte of them would keep the grader busy for minutes, outside of any test's limit."""
    keys = same_hash(40_000)
    assert len({hash(tuple(key.items)) for key in keys if isinstance(key, wire.TupleNode)}) == 1
    hostile = wire.SetNode(keys, False) if node is wire.SetNode else wire.DictNode(keys, [*keys])
    with pytest.raises(WireError, match="keys that were chosen to collide"):
        values.Unpacker(memoryview(b""), target.Handle).unpack(hostile)


def test_a_few_keys_that_share_a_hash_are_honest() -> None:
    value = values.Unpacker(memoryview(b""), target.Handle).unpack(wire.SetNode(same_hash(64), False))
    assert len(value) == 64


def test_named_tuples_of_one_kind_share_a_class() -> None:
    node = wire.ListNode([wire.NamedTupleNode("P", ["x", "y"], [1, number]) for number in range(1_000)])
    points = values.Unpacker(memoryview(b""), target.Handle).unpack(node)
    assert len(set(map(type, points))) == 1 and points[7].y == 7


@pytest.mark.parametrize(
    "node",
    [
        wire.ListNode([wire.NamedTupleNode(f"P{n}", [], []) for n in range(values.MAX_KINDS + 1)]),
        wire.NamedTupleNode("P", [f"x{n}" for n in range(1_500)], [1] * 1_500),
    ],
    ids=["kinds", "fields"],
)
def test_more_kinds_of_named_tuples_than_anybody_needs_are_refused(node: wire.Node) -> None:
    """Each is a class, and takes half a millisecond and some kilobytes to make."""
    with pytest.raises(WireError, match="too many kinds of named tuples"):
        values.Unpacker(memoryview(b""), target.Handle).unpack(node)


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "reply",
    [
        [LONG, 1, None],
        ["ok", 1, ["t", LONG, [1], False]],
        ["ok", 1, ["a", LONG, [1], False]],
        ["ok", 1, ["y", LONG]],
        ["ok", 1, ["v", "x" * 200]],
        ["ok", 1, [LONG]],
    ],
    ids=lambda reply: str(reply)[:20],
)
def test_an_error_does_not_repeat_what_was_sent(reply: list[Any]) -> None:
    came, _ = ask(seeds.join(msgspec.msgpack.encode(reply), b""))
    assert isinstance(came, WorkerLost) and len(str(came)) < 400


# What honest learners return.


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    dtype = draw(st.sampled_from(list(values.DTYPES.values())))
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    content = torch.tensor(draw(st.binary(min_size=1, max_size=64)).hex().encode()[0])
    count = max(1, torch.Size(shape).numel())
    flat = (torch.arange(count) * int(content) % 7).to(dtype)
    made = flat[: torch.Size(shape).numel()].reshape(shape)
    return made.transpose(0, -1) if made.ndim > 1 and draw(st.booleans()) else made


@given(tensors())
@settings(max_examples=150, deadline=None)
def test_any_tensor_survives_the_round_trip(tensor: torch.Tensor) -> None:
    came = round_trip(tensor)
    assert type(came) is torch.Tensor and came.dtype is tensor.dtype and came.shape == tensor.shape
    assert torch.equal(came, tensor)


NUMPY = st.sampled_from(sorted(values.ARRAY_DTYPES))


@given(NUMPY, st.lists(st.integers(0, 3), max_size=3), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_any_array_survives_the_round_trip(dtype: str, shape: list[int], start: int) -> None:
    array = (np.arange(np.prod(shape, dtype=int)) + start % 100).reshape(shape).astype(dtype)
    came = round_trip(array)
    assert type(came) is np.ndarray and came.dtype == array.dtype and came.shape == array.shape
    assert np.array_equal(came, array)


keys = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5)
honest = st.recursive(
    keys | st.floats(allow_nan=False) | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(inner, inner)
        | st.sets(keys | st.tuples(keys, keys), max_size=5)
        | st.frozensets(keys, max_size=5)
        | st.dictionaries(keys | st.tuples(keys, keys), inner, max_size=5)
        | st.builds(slice, st.none() | st.integers(), st.integers(), st.none())
        | st.builds(seeds.Point, inner, inner)
    ),
    max_leaves=25,
)


@given(honest)
@settings(max_examples=200, deadline=None)
def test_any_plain_value_survives_the_round_trip_with_its_types(value: Any) -> None:
    came = round_trip(value)
    assert came == value
    assert shape_of(came) == shape_of(value)


def shape_of(value: Any) -> Any:
    """The types in a value: True == 1 and (1,) == Point(1), and neither may become the other."""
    match value:
        case list() | tuple():
            return type(value).__name__, [shape_of(item) for item in value]
        case dict():
            return [(shape_of(key), shape_of(item)) for key, item in value.items()]
        case set() | frozenset():
            return type(value), sorted(str(shape_of(item)) for item in value)
    return type(value)


def round_trip(value: Any) -> Any:
    packer = values.Packer(lambda kept: wire.HandleNode(1, type(kept).__name__), max_bytes=MAX)
    frame = b"".join(bytes(one) for one in wire.frame(Answer(1, packer.pack(value)), packer.blobs))
    came, process = ask(frame)
    assert not process.killed, came
    return came


messages = st.one_of(
    st.builds(control.Spawn, *[st.integers(0, 2**62)] * 7),
    st.builds(control.Kill, st.integers(0, 2**62)),
    st.builds(
        control.Configure, st.tuples(st.text()), st.tuples(st.text()), st.none() | st.text(), st.booleans()
    ),
    st.just(control.Split()),
)


@given(messages)
def test_messages_to_the_zygote_survive_the_round_trip(message: control.ToZygote) -> None:
    assert control.decode_to_zygote(control.encode(message)) == message


@given(
    st.builds(control.Exited, st.integers(0, 2**62), st.integers(-64, 255))
    | st.builds(control.Configured, st.tuples(st.text()), st.dictionaries(st.text(), st.text()))
)
def test_messages_from_the_zygote_survive_the_round_trip(message: control.FromZygote) -> None:
    assert control.decode_from_zygote(control.encode(message)) == message
