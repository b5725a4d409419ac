"""Frames between grader and worker: a small msgpack header and raw bytes, and nothing that is unpickled.

A frame on the stream is

    4 bytes   header length, little endian
    8 bytes   body length, little endian
    header    one msgpack message, `Request` or `Reply`, whose values are the nodes below
    body      the raw bytes of tensors, arrays and byte strings, in the order in which the header names them

The header is small and bounded (it decides how many Python objects decoding makes); the body is large and
bounded separately, and is only ever sliced. Neither length is believed before it was compared with its bound.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

PREFIX = struct.Struct("<IQ")
MAX_HEADER = 1 << 20  # bytes; also bounds the number of nodes, since each takes a byte or more
SMALL = 1 << 16  # bytes of a body that is sent together with its header
MAX_TEXT = 4_000  # characters of an exception's message

Text = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Name = Annotated[str, msgspec.Meta(max_length=200)]


class WireError(ValueError):
    """A frame that breaks the protocol."""


class TensorNode(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    dtype: str
    shape: tuple[int, ...]
    requires_grad: bool
    stride: tuple[int, ...] | None = None  # only towards the worker: keep this layout


class ArrayNode(msgspec.Struct, frozen=True, array_like=True, tag="a"):
    dtype: str
    shape: tuple[int, ...]
    scalar: bool  # a NumPy scalar, not a 0-dim array


class BytesNode(msgspec.Struct, frozen=True, array_like=True, tag="b"):
    length: int


class ListNode(msgspec.Struct, frozen=True, array_like=True, tag="l"):
    items: list[Node]


class TupleNode(msgspec.Struct, frozen=True, array_like=True, tag="u"):
    items: list[Node]


class NamedTupleNode(msgspec.Struct, frozen=True, array_like=True, tag="m"):
    name: Name
    fields: list[Name]
    items: list[Node]


class SetNode(msgspec.Struct, frozen=True, array_like=True, tag="s"):
    items: list[Node]
    frozen: bool


class DictNode(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    keys: list[Node]
    items: list[Node]


class IntegerNode(msgspec.Struct, frozen=True, array_like=True, tag="i"):
    hexadecimal: Text  # an int beyond 64 bits


class ComplexNode(msgspec.Struct, frozen=True, array_like=True, tag="c"):
    real: float
    imaginary: float


class DtypeNode(msgspec.Struct, frozen=True, array_like=True, tag="y"):
    name: str


class DeviceNode(msgspec.Struct, frozen=True, array_like=True, tag="v"):
    name: Name


class SliceNode(msgspec.Struct, frozen=True, array_like=True, tag="e"):
    start: Node
    stop: Node
    step: Node


class EllipsisNode(msgspec.Struct, frozen=True, array_like=True, tag="."):
    pass


class HandleNode(msgspec.Struct, frozen=True, array_like=True, tag="h"):
    number: int
    type_name: Name = ""


Node = (
    None
    | bool
    | int
    | float
    | str
    | TensorNode
    | ArrayNode
    | BytesNode
    | ListNode
    | TupleNode
    | NamedTupleNode
    | SetNode
    | DictNode
    | IntegerNode
    | ComplexNode
    | DtypeNode
    | DeviceNode
    | SliceNode
    | EllipsisNode
    | HandleNode
)


class Request(msgspec.Struct, frozen=True, array_like=True):
    """The grader asks the worker to do one thing."""

    number: int  # counts up; the reply repeats it
    operation: str
    arguments: Node  # a ListNode
    keywords: Node = None  # a DictNode, or None for none
    watch: Literal["", "functions", "operators"] = ""  # which of torch's are to be noted


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="ok"):
    """The operation ended with a value."""

    number: int
    value: Node
    calls: list[Name] | None = None  # what was noted


class Place(msgspec.Struct, frozen=True, array_like=True):
    """One line of the learner's files in a traceback."""

    file: Name
    line: int
    function: Name


class Raised(msgspec.Struct, frozen=True, array_like=True, tag="error"):
    """The operation ended with an exception, as plain data."""

    number: int
    type_name: Name
    mro: Annotated[list[Name], msgspec.Meta(max_length=50)]  # names of the exception's classes
    message: Text
    places: Annotated[list[Place], msgspec.Meta(max_length=20)]  # outermost first
    own: bool  # raised by a `raise` of the learner's, not by a library or an operation
    out_of_memory: bool
    calls: list[Name] | None = None  # what was noted until then


Reply = Answer | Raised

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def frame(message: Request | Answer | Raised, blobs: Sequence[memoryview] = ()) -> list[memoryview]:
    """Return the pieces of a frame, to be sent one after another."""
    header = _encoder.encode(message)
    if len(header) > MAX_HEADER:
        raise WireError(f"the value has too many parts to send ({len(header)} bytes of structure)")
    body = sum(blob.nbytes for blob in blobs)
    start = PREFIX.pack(len(header), body) + header
    if body <= SMALL:  # in one piece, so that the other side wakes up once
        return [memoryview(start + b"".join(blobs))]
    return [memoryview(start), *blobs]


def lengths(prefix: bytes | bytearray | memoryview, max_body: int) -> tuple[int, int]:
    """Return header and body length of a frame's prefix; raises `WireError` when over the bounds."""
    header, body = PREFIX.unpack(prefix)
    if not 0 < header <= MAX_HEADER:
        raise WireError(f"a header of {header} bytes was announced (at most {MAX_HEADER})")
    if body > max_body:
        raise WireError(f"{body} bytes of data were announced (at most {max_body})")
    return header, body


def decode_request(header: bytes | memoryview) -> Request:
    """Decode what the grader sent (trusted)."""
    return _requests.decode(header)


def decode_reply(header: bytes | memoryview) -> Reply:
    """Decode what a worker sent; raises `WireError` for anything but a well-formed reply.

    msgspec checks every type and allocates only for bytes that are there; RecursionError is its answer to a
    header that nests too deeply.
    """
    try:
        return _replies.decode(header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        # Its text can repeat what was sent.
        raise WireError(f"the worker sent a malformed frame: {str(error)[:200]}") from error
