"""Values cross as exact builtins and plain tensors; hostile nodes are refused before anything is allocated."""

import collections
import enum
import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import hashing, values, wire
from autograder.worker.wire import WireError

Point = collections.namedtuple("Point", "x y")
MAX = 1 << 20


def handle(value: Any) -> wire.HandleNode:
    return wire.HandleNode(1, type(value).__name__)


def round_trip(value: Any, *, trusted: bool = False) -> Any:
    return received(value, trusted=trusted)[0]


def received(value: Any, *, trusted: bool = False) -> tuple[Any, values.Unpacker]:
    packer = values.Packer(handle, max_bytes=MAX, keep_strides=trusted)
    pieces = wire.frame(wire.Answer(1, packer.pack(value)), packer.blobs)
    data = b"".join(pieces)
    start = wire.PREFIX.size
    header, _ = wire.lengths(data[:start], MAX)
    reply = wire.decode_reply(data[start : start + header])
    assert isinstance(reply, wire.Answer)
    unpacker = values.Unpacker(
        memoryview(bytearray(data))[start + header :], lambda node: node, trusted=trusted
    )
    result = unpacker.unpack(reply.value)
    unpacker.finish()
    return result, unpacker


class Number(enum.IntEnum):
    THREE = 3


class AlwaysEqual(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *(
            (same, same)
            for same in (None, True, 0, -(2**63), 2**64, -(2**70), 1.5, "é", b"ab", [], (), {}, set())
        ),
        ([1, (2.0, {"a": [None]})], [1, (2.0, {"a": [None]})]),
        ({1, 2}, {1, 2}),
        (frozenset("ab"), frozenset("ab")),
        (2 + 1j, 2 + 1j),
        (slice(1, None, 2), slice(1, None, 2)),
        (..., ...),
        (torch.bfloat16, torch.bfloat16),
        (torch.device("cuda:1"), torch.device("cuda:1")),
        (torch.Size([2, 3]), (2, 3)),
        (Number.THREE, 3),
        (AlwaysEqual(5), 5),
        (collections.OrderedDict(a=1), {"a": 1}),
        ("\ud800", "?"),
    ],
)
def test_plain_data_arrives_as_exact_builtins(value: Any, expected: Any) -> None:
    result = round_trip(value)
    assert (result, type(result)) == (expected, type(expected))


def test_nan_and_infinity_survive() -> None:
    result = round_trip([math.nan, math.inf, -math.inf])
    assert math.isnan(result[0]) and result[1:] == [math.inf, -math.inf]


def test_a_named_tuple_keeps_its_fields() -> None:
    result = round_trip(Point(1, torch.ones(2)))
    assert (type(result).__name__, result._fields, result.x) == ("Point", ("x", "y"), 1)


@pytest.mark.parametrize("dtype", values.DTYPES.values(), ids=str)
def test_tensors_of_every_dtype_arrive_unchanged(dtype: torch.dtype) -> None:
    tensor = torch.tensor([[0, 1, 1], [1, 0, 0]]).to(dtype)
    result = round_trip(tensor)
    assert (type(result), result.dtype, result.tolist()) == (torch.Tensor, dtype, tensor.tolist())


@pytest.mark.parametrize("shape", [(), (0,), (0, 5), (1,), (2, 3, 4)])
def test_tensors_keep_their_shape(shape: tuple[int, ...]) -> None:
    assert round_trip(torch.zeros(shape)).shape == shape


def test_subclasses_gradients_and_conjugates_become_plain_tensors() -> None:
    parameter = torch.nn.Parameter(torch.ones(2))
    result = round_trip(parameter)
    assert (type(result), result.requires_grad, result.is_leaf) == (torch.Tensor, True, True)
    assert torch.equal(round_trip(torch.tensor([1j]).conj()), torch.tensor([-1j]))


def test_strides_are_kept_towards_the_worker_alone() -> None:
    tensor = torch.arange(12.0).reshape(3, 4).T
    assert round_trip(tensor, trusted=True).stride() == tensor.stride()
    assert round_trip(tensor).is_contiguous()
    assert torch.equal(round_trip(tensor, trusted=True), tensor)


SENT = (
    torch.tensor([[1.5, -2.0], [0.0, 3.0]]),
    torch.arange(12.0).reshape(3, 4).T,
    torch.tensor([1, 2]),
    torch.tensor([True, False]),
    torch.tensor([1j]),
    torch.tensor(2.5, dtype=torch.bfloat16),
    torch.zeros(0, 3),
    torch.ones(2, requires_grad=True),
)


@pytest.mark.parametrize("tensor", SENT)
def test_a_tensor_still_holds_what_was_sent(tensor: torch.Tensor) -> None:
    came, unpacker = received(tensor, trusted=True)
    assert unpacker.still_holds(came)
    assert not unpacker.still_holds(came.clone()), "another tensor is sent, whatever it holds"


CHANGES: dict[str, Callable[[Any], object]] = {
    "in place": lambda x: x.add_(1),
    "one element": lambda x: x[1].zero_(),
    "its data": lambda x: setattr(x, "data", torch.zeros(2, 2)),
    "through NumPy": lambda x: x.numpy().fill(7),
    "its shape": lambda x: x.unsqueeze_(0),
    "its order": lambda x: x.t_(),
    "its dtype": lambda x: setattr(x, "data", x.double()),
    "its layout": lambda x: torch.utils.swap_tensors(x, x.to_sparse()),
    "its device": lambda x: torch.utils.swap_tensors(x, x.to("meta")),
    "its class": lambda x: setattr(x, "__class__", torch.nn.Parameter),
    "whether it wants a gradient": lambda x: x.requires_grad_(),
    "to NaN": lambda x: x.fill_(torch.nan),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_tensor_that_was_changed_does_not_hold_what_was_sent(change: Callable[[Any], object]) -> None:
    came, unpacker = received(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), trusted=True)
    change(came)
    assert not unpacker.still_holds(came)


def test_what_did_not_come_with_the_message_does_not_hold_it() -> None:
    _, unpacker = received([torch.ones(2), 3, "text"], trusted=True)
    assert not any(map(unpacker.still_holds, (torch.ones(2), 3, "text", None, [])))
    came, grader = received(torch.ones(2))
    assert not grader.still_holds(came), "the grader believes no worker about that"


def test_a_single_element_with_a_long_stride_arrives() -> None:
    assert round_trip(torch.arange(10.0).reshape(2, 5)[:1, 3]).tolist() == [3]


def test_an_expanded_tensor_travels_as_its_copy() -> None:
    tensor = torch.tensor([[1.0], [2.0]]).expand(2, 3)
    assert torch.equal(round_trip(tensor, trusted=True), tensor)


@pytest.mark.parametrize("array", [np.arange(3), np.array(2.5), np.array([True, False]), np.zeros((0, 2))])
def test_arrays_arrive_as_arrays(array: np.ndarray[Any, Any]) -> None:
    result = round_trip(array)
    assert (type(result), result.dtype, result.tolist()) == (np.ndarray, array.dtype, array.tolist())


def test_numpy_scalars_stay_numpy_scalars() -> None:
    result = round_trip(np.int64(3))
    assert (type(result), result) == (np.int64, 3)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        print,
        torch.nn.ReLU(),
        torch.eye(2).to_sparse(),
        np.array(["a"]),
        torch.empty(1, device="meta"),
    ],
)
def test_everything_else_becomes_a_handle(value: Any) -> None:
    assert isinstance(round_trip(value), wire.HandleNode)


def test_a_list_that_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(WireError, match="levels deep"):
        round_trip(endless)


def test_a_value_over_the_bound_is_refused_before_it_is_copied() -> None:
    with pytest.raises(WireError, match="too large"):
        round_trip(torch.zeros(1).expand(1 << 40))


def test_bool_bytes_other_than_zero_and_one_become_true() -> None:
    unpacker = values.Unpacker(memoryview(b"\x00\x02\xff"), lambda node: node)
    result = unpacker.unpack(wire.TensorNode("bool", (3,), False))
    assert result.view(torch.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "node",
    [
        wire.TensorNode("float32", (1 << 30, 1 << 30), False),
        wire.TensorNode("float32", (0, 1 << 62), False),
        wire.TensorNode("float32", (-1,), False),
        wire.TensorNode("float32", (2,), False),  # 8 bytes where 4 are
        wire.TensorNode("float32", (1,) * 33, False),
        wire.TensorNode("object", (1,), False),
        wire.TensorNode("float32", (1,), False, (1 << 40,)),  # a layout of its own choosing
        wire.ArrayNode("object", (1,), False),
        wire.ArrayNode("float32", (1,), True),  # a scalar with a dimension
        wire.BytesNode(-1),
        wire.BytesNode(5),
        wire.DictNode([1, 2], [1]),
        wire.DictNode([wire.ListNode([])], [1]),
        wire.SetNode([wire.ListNode([])], False),
        wire.NamedTupleNode("__import__('os')", ["x"], [1]),
        wire.NamedTupleNode("P", ["x", "x"], [1, 2]),
        wire.NamedTupleNode("P", ["class"], [1]),
        wire.NamedTupleNode("P", ["x"], []),
        wire.IntegerNode("zz"),
        wire.DtypeNode("float999"),
        wire.DeviceNode("no such device"),
    ],
    ids=repr,
)
def test_hostile_nodes_are_refused(node: wire.Node) -> None:
    with pytest.raises(WireError):
        values.Unpacker(memoryview(b"1234"), lambda node: node).unpack(node)


MULTIPLE = (1 << 61) - 1  # of which all hash to 0


@pytest.mark.parametrize(
    "keys",
    [
        [wire.IntegerNode(hex(MULTIPLE * (16 + number))) for number in range(40_000)],
        [wire.ComplexNode(-1000003.0 * number, float(number)) for number in range(40_000)],
    ],
    ids=["integers", "complex numbers"],
)
def test_keys_that_collide_are_refused_in_time(keys: list[wire.Node]) -> None:
    """They fit into one header, and hashing them would take the grader a minute."""
    for node in (wire.SetNode(keys, False), wire.DictNode(keys, [None] * len(keys))):
        wire.frame(wire.Answer(1, node))
        before = time.process_time()
        with pytest.raises(WireError, match="collide"):
            values.Unpacker(memoryview(b""), lambda node: node).unpack(node)
        assert time.process_time() - before < 3 * hashing.SECONDS


def test_many_honest_keys_arrive() -> None:
    value = {number * 7919: None for number in range(100_000)}
    assert round_trip(value) == value
    assert round_trip(set(value)) == set(value)


def test_kinds_of_named_tuples_are_counted() -> None:
    """A class is made for each: a small header could name a hundred thousand."""

    def tuples(kinds: int) -> wire.Node:
        return wire.ListNode([wire.NamedTupleNode(f"T{number % kinds}", [], []) for number in range(500)])

    unpacker = values.Unpacker(memoryview(b""), lambda node: node)
    found = unpacker.unpack(tuples(values.MAX_KINDS))
    assert len({type(value) for value in found}) == values.MAX_KINDS
    with pytest.raises(WireError, match="too many kinds"):
        values.Unpacker(memoryview(b""), lambda node: node).unpack(tuples(values.MAX_KINDS + 1))
    wide = wire.NamedTupleNode("T", [f"f{n}" for n in range(values.MAX_FIELDS + 1)], [0] * 1001)
    with pytest.raises(WireError, match="too many kinds"):
        values.Unpacker(memoryview(b""), lambda node: node).unpack(wide)


def test_bytes_that_no_value_claims_are_refused() -> None:
    unpacker = values.Unpacker(memoryview(b"1234"), lambda node: node)
    unpacker.unpack(1)
    with pytest.raises(WireError, match="no value claims"):
        unpacker.finish()


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.integers() | st.text(), inner)
    ),
    max_leaves=20,
)


@given(plain_data)
@settings(max_examples=100, deadline=None)
def test_any_plain_data_survives_the_round_trip(value: Any) -> None:
    assert round_trip(value) == value


@given(st.binary(max_size=200), st.binary(max_size=50))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_decoded_or_refused(header: bytes, body: bytes) -> None:
    """Whatever arrives, the only exception is `WireError`."""
    try:
        reply = wire.decode_reply(header)
        if isinstance(reply, wire.Answer):
            values.Unpacker(memoryview(body), lambda node: node).unpack(reply.value)
    except WireError:
        pass
