"""What both fuzzers run: one hostile frame goes through the grader's decoder, and what comes out is looked at.

The decoder may refuse a frame with `WireError`. Anything else that it raises, and any value that is no exact
builtin, plain tensor, plain array or opaque handle, is a finding.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.worker import values, wire
from autograder.worker.wire import WireError

MAX_BODY = 1 << 16
BUILTINS = frozenset({bool, bytes, complex, float, int, str, type(None), type(Ellipsis)})
SCALARS = frozenset(np.dtype(name).type for name in values.ARRAY_DTYPES)


class Handle:
    """Stands for a suite's handle of an object in the worker."""

    def __init__(self, node: wire.HandleNode) -> None:
        self.node = node


def decode(frame: bytes) -> bool:
    """Decode a frame as the grader does; return whether it was accepted. Raises for every finding."""
    prefix = wire.PREFIX.size
    if len(frame) < prefix:
        return False
    try:
        header, body = wire.lengths(frame[:prefix], MAX_BODY)
        if len(frame) < prefix + header + body:
            return False  # the channel waits for the rest, and then for the test's limit
        data = memoryview(frame)[prefix:]
        reply = wire.decode_reply(data[:header])
        if isinstance(reply, wire.Raised):
            check_raised(reply)
            return True
        unpacker = values.Unpacker(data[header : header + body], Handle)
        value = unpacker.unpack(reply.value)
        unpacker.finish()
    except WireError as error:
        assert len(str(error)) <= 500, "an error that repeats what a worker sent"
        return False
    check_plain(value)
    return True


def check_plain(value: Any) -> None:
    """Fail unless a value is made of exact builtins, plain tensors and arrays, and handles."""
    left = [value]
    while left:
        left += _parts(left.pop())


def check_raised(raised: wire.Raised) -> None:
    """Fail unless an exception is bounded plain data."""
    texts = [raised.type_name, raised.message, *raised.mro, *(place.file for place in raised.places)]
    assert all(type(text) is str and len(text) <= wire.MAX_TEXT for text in texts)
    assert len(raised.mro) <= 50 and len(raised.places) <= 20


def _parts(value: Any) -> list[Any]:
    kind = type(value)
    if kind in BUILTINS or kind is Handle or kind is torch.dtype or kind is torch.device:
        return []
    if kind in (list, tuple, set, frozenset):
        return list(value)
    if kind is dict:
        return [*value.keys(), *value.values()]
    if kind is slice:
        return [value.start, value.stop, value.step]
    if isinstance(value, tuple):
        return _named(value)
    _check_numbers(value)
    return []


def _named(value: Any) -> list[Any]:
    """Fields by name are all that a named tuple may have beyond a tuple."""
    kind = type(value)
    assert kind.__mro__ == (kind, tuple, object), kind.__mro__
    assert kind.__eq__ is tuple.__eq__ and kind.__hash__ is tuple.__hash__ and kind.__iter__ is tuple.__iter__
    return list(tuple.__iter__(value))


def _check_numbers(value: Any) -> None:
    kind = type(value)
    if kind is torch.Tensor:
        assert value.dtype in values.DTYPES.values() and value.layout is torch.strided
        assert value.device.type == "cpu" and value.is_contiguous() and value.grad_fn is None
        if value.dtype is torch.bool and value.numel():
            assert int(value.view(torch.uint8).max()) <= 1, "a bool that is neither true nor false"
    elif kind is np.ndarray:
        assert value.dtype.name in values.ARRAY_DTYPES and value.flags.c_contiguous
    else:
        assert kind in SCALARS, f"{kind} came out of the decoder"
