"""Values on the wire: exact builtins, plain tensors and arrays by value; anything else as a handle.

`Packer` turns a value into nodes and blobs, `Unpacker` turns them back. The grader unpacks what hostile code
may have written: each length is checked against the bytes that are really there before anything is
allocated, and what comes out is exact builtins, `torch.Tensor` and `numpy.ndarray`, never a subclass.
"""

from __future__ import annotations

import collections
import keyword
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

from autograder.worker import wire
from autograder.worker.hashing import Hashing
from autograder.worker.wire import Node, WireError

MAX_DEPTH = 40
MAX_DIMENSIONS = 32
# A class is made for each kind of named tuple, which takes so long that a small header could keep the grader
# busy for a minute.
MAX_KINDS = 100  # in one message
MAX_FIELDS = 1_000  # of one of them
MAX_ELEMENTS = 1 << 40  # of a shape without its zeros: an empty tensor announces no storage

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool,
        torch.uint8,
        torch.uint16,
        torch.uint32,
        torch.uint64,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.complex128,
    )
}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
# Types whose values are numbers of a fixed size; strings and objects of NumPy stay in the worker.
ARRAY_DTYPES = frozenset(DTYPES) - {"bfloat16"}


class Packer:
    """Turns one message's values into nodes and blobs.

    `keep` is called with each value that cannot travel and returns its handle's number and type name.
    `max_bytes` bounds the blobs; over it, or nested too deeply, packing raises `WireError`.
    """

    def __init__(
        self, keep: Callable[[Any], wire.HandleNode], *, max_bytes: int, keep_strides: bool = False
    ) -> None:
        self.blobs: list[memoryview] = []
        self._keep = keep
        self._room = max_bytes
        self._keep_strides = keep_strides
        self._depth = 0

    def pack(self, value: Any) -> Node:
        """Return the node for a value, adding its bytes to `blobs`."""
        if self._depth > MAX_DEPTH:
            raise WireError(
                f"the value is nested more than {MAX_DEPTH} levels deep (does it contain itself?)"
            )
        self._depth += 1
        try:
            return self._pack(value)
        finally:
            self._depth -= 1

    def _pack(self, value: Any) -> Node:
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value  # type: ignore[no-any-return]
        if isinstance(value, (torch.Tensor, np.ndarray, np.generic)):
            return self._pack_array(value)
        # Subclasses of builtins (an IntEnum, an OrderedDict) travel as the builtin that they extend.
        if isinstance(value, int):
            return _pack_integer(int.__int__(value))
        if isinstance(value, str):
            return str.encode(value, "utf-8", "replace").decode()
        if isinstance(value, (list, tuple, dict, set, frozenset)):
            return self._pack_container(value)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, (bytes, bytearray)):
            self._blob(memoryview(bytes(value)))
            return wire.BytesNode(len(value))
        return self._pack_rest(value)

    def _pack_container(self, value: Any) -> Node:
        if isinstance(value, dict):
            return wire.DictNode(self._all(dict.keys(value)), self._all(dict.values(value)))
        if isinstance(value, list):
            return wire.ListNode(self._all(list.__iter__(value)))
        if isinstance(value, (set, frozenset)):
            # Sorted by their text, so that equal sets give equal bytes.
            return wire.SetNode(self._all(sorted(value, key=repr)), isinstance(value, frozenset))
        fields = getattr(type(value), "_fields", None)
        items = self._all(tuple.__iter__(value))
        if type(value) is not tuple and isinstance(fields, tuple) and len(fields) == len(items):
            return wire.NamedTupleNode(type(value).__name__[:200], [str(f)[:200] for f in fields], items)
        return wire.TupleNode(items)

    def _pack_rest(self, value: Any) -> Node:
        if isinstance(value, complex):
            return wire.ComplexNode(value.real, value.imag)
        if isinstance(value, torch.dtype) and value in _NAMES:
            return wire.DtypeNode(_NAMES[value])
        if isinstance(value, torch.device):
            return wire.DeviceNode(str(value))
        if isinstance(value, slice):
            return wire.SliceNode(self.pack(value.start), self.pack(value.stop), self.pack(value.step))
        if value is Ellipsis:
            return wire.EllipsisNode()
        return self._keep(value)

    def _all(self, values: Iterable[Any]) -> list[Node]:
        return [self.pack(value) for value in values]

    def _pack_array(self, value: torch.Tensor | np.ndarray[Any, Any] | np.generic) -> Node:
        if isinstance(value, torch.Tensor):
            return self._pack_tensor(value)
        if value.dtype.name not in ARRAY_DTYPES:
            return self._keep(value)
        array = np.ascontiguousarray(value)
        self._blob(array.reshape(-1).view(np.uint8).data)
        return wire.ArrayNode(array.dtype.name, value.shape, isinstance(value, np.generic))

    def _pack_tensor(self, value: torch.Tensor) -> Node:
        name = _NAMES.get(value.dtype)
        if name is None or value.layout is not torch.strided or value.is_meta or value.is_quantized:
            return self._keep(value)
        self._check_room(value.nbytes)
        if type(value) is torch.Tensor and name in ARRAY_DTYPES and value.nbytes <= wire.SMALL:
            self._blob(memoryview(value.numpy(force=True).tobytes()))
        else:
            self._blob(_bytes_of(value))
        stride = _layout(value) if self._keep_strides else None
        return wire.TensorNode(name, tuple(value.shape), value.requires_grad, stride)

    def _blob(self, data: memoryview) -> None:
        self._check_room(data.nbytes)
        self._room -= data.nbytes
        if data.nbytes:
            self.blobs.append(data)

    def _check_room(self, size: int) -> None:
        if size > self._room:
            raise WireError(f"the value is too large to send: {size:,} bytes where {self._room:,} are left")


class Unpacker:
    """Turns one message's nodes back into values.

    `body` holds the blobs; `resolve` gives the object for a handle. Strides are honoured only when `trusted`
    (towards the worker). Raises `WireError` for anything that does not add up; `finish` checks that every
    byte of the body was used.
    """

    def __init__(
        self, body: memoryview, resolve: Callable[[wire.HandleNode], Any], *, trusted: bool = False
    ) -> None:
        self._body = body
        self._resolve = resolve
        self._trusted = trusted
        self._depth = 0
        self._hashing = Hashing()
        self._came: dict[int, tuple[torch.Tensor, wire.TensorNode, memoryview]] = {}  # by id
        self._kinds: dict[tuple[str, ...], Any] = {}  # classes of named tuples, by name and fields

    def unpack(self, node: Node) -> Any:
        """Return the value that a node stands for."""
        if self._depth > MAX_DEPTH:
            raise WireError(f"a value nested more than {MAX_DEPTH} levels deep")
        self._depth += 1
        try:
            return self._unpack(node)
        finally:
            self._depth -= 1

    def still_holds(self, value: Any) -> bool:
        """Whether this is a tensor that came with the message, and holds what it held then.

        For a trusted message, whose body must not have been written to since.
        """
        # `_came` keeps the tensor alive, so no other has its id.
        if (came := self._came.get(id(value))) is None or type(value) is not torch.Tensor:
            return False
        _, node, data = came
        if value.dtype != (dtype := _dtype(node.dtype)):
            return False
        as_sent = _read(data, dtype, node.shape)
        return (
            value.requires_grad == node.requires_grad
            and value.device == as_sent.device
            and value.layout == as_sent.layout
            and torch.equal(value, as_sent)
        )

    def finish(self) -> None:
        """Check that the body held nothing that the header did not name."""
        if self._body.nbytes:
            raise WireError(f"{self._body.nbytes} bytes that no value claims")

    def _unpack(self, node: Node) -> Any:
        kind = type(node)
        if kind in _LEAVES:
            return node
        unpack = _UNPACKERS.get(kind)
        if unpack is None:
            raise WireError(f"an unknown node {kind.__name__}")
        return unpack(self, node)

    def _bytes(self, node: wire.BytesNode) -> bytes:
        return bytes(self._take(node.length))

    def _list(self, node: wire.ListNode) -> list[Any]:
        return self._all(node.items)

    def _tuple(self, node: wire.TupleNode) -> tuple[Any, ...]:
        return tuple(self._all(node.items))

    def _handle(self, node: wire.HandleNode) -> Any:
        return self._resolve(node)

    def _slice(self, node: wire.SliceNode) -> slice:
        return slice(self.unpack(node.start), self.unpack(node.stop), self.unpack(node.step))

    def _all(self, nodes: list[Node]) -> list[Any]:
        return [node if type(node) in _LEAVES else self.unpack(node) for node in nodes]

    def _hashed(self, node: wire.SetNode | wire.DictNode) -> Any:
        try:
            if isinstance(node, wire.SetNode):
                keys = self._hashing.table(self._all(node.items), [None] * len(node.items))
                return (frozenset if node.frozen else set)(keys)
            if len(node.keys) != len(node.items):
                raise WireError("a dict with unequal numbers of keys and values")
            return self._hashing.table(self._all(node.keys), self._all(node.items))
        except TypeError as error:  # a list as a key: nothing that a real dict or set can hold
            raise WireError(f"an unhashable key: {error}") from error

    def _named_tuple(self, node: wire.NamedTupleNode) -> Any:
        if len(node.fields) != len(node.items):
            raise WireError("a named tuple whose fields do not fit its values")
        names = (node.name, *node.fields)
        kind = self._kinds.get(names)
        if kind is None:
            kind = self._kinds[names] = self._make_kind(node)
        return kind(*self._all(node.items))

    def _make_kind(self, node: wire.NamedTupleNode) -> Any:
        names = [node.name, *node.fields]
        if len(self._kinds) >= MAX_KINDS or len(node.fields) > MAX_FIELDS:
            raise WireError("too many kinds of named tuples, or fields of one")
        # namedtuple() evaluates source made from these names; identifiers alone are harmless there.
        if not all(name.isidentifier() and name.isascii() and not keyword.iskeyword(name) for name in names):
            raise WireError("a named tuple whose names are no identifiers")
        if len(set(node.fields)) != len(node.fields):
            raise WireError("a named tuple with two fields of one name")
        return collections.namedtuple(node.name, node.fields, rename=True)

    def _tensor(self, node: wire.TensorNode) -> torch.Tensor:
        if node.stride is not None and not self._trusted:
            raise WireError("a worker may not choose the layout of the grader's memory")
        dtype = _dtype(node.dtype)
        count = _count(node.shape)
        data = self._take(count * dtype.itemsize)
        if node.stride is None:
            tensor = _read(bytearray(data), dtype, node.shape)
        else:
            laid_out = torch.empty_strided(node.shape, node.stride, dtype=dtype)
            tensor = laid_out.copy_(_read(data, dtype, node.shape))
        if node.requires_grad and (dtype.is_floating_point or dtype.is_complex):
            tensor.requires_grad_()
        if self._trusted:
            self._came[id(tensor)] = tensor, node, data
        return tensor

    def _array(self, node: wire.ArrayNode) -> Any:
        if node.dtype not in ARRAY_DTYPES:
            raise WireError(f"an array of the unknown type {node.dtype[:40]!r}")
        dtype = np.dtype(node.dtype)
        count = _count(node.shape)
        data = self._take(count * dtype.itemsize)
        flat = np.frombuffer(bytearray(data), dtype=np.uint8 if dtype == np.bool_ else dtype)
        array = (flat != 0 if dtype == np.bool_ else flat).reshape(node.shape)
        if node.scalar and array.ndim:
            raise WireError("a scalar with dimensions")
        return array[()] if node.scalar else array

    def _take(self, size: int) -> memoryview:
        if not 0 <= size <= self._body.nbytes:
            raise WireError(f"a value of {size} bytes where {self._body.nbytes} are left")
        data, self._body = self._body[:size], self._body[size:]
        return data


_LEAVES = frozenset({type(None), bool, int, float, str})
_UNPACKERS: dict[type, Callable[[Unpacker, Any], Any]] = {
    wire.TensorNode: Unpacker._tensor,
    wire.ArrayNode: Unpacker._array,
    wire.BytesNode: Unpacker._bytes,
    wire.ListNode: Unpacker._list,
    wire.TupleNode: Unpacker._tuple,
    wire.NamedTupleNode: Unpacker._named_tuple,
    wire.SetNode: Unpacker._hashed,
    wire.DictNode: Unpacker._hashed,
    wire.HandleNode: Unpacker._handle,
    wire.SliceNode: Unpacker._slice,
    wire.IntegerNode: lambda _, node: _parse_integer(node.hexadecimal),
    wire.ComplexNode: lambda _, node: complex(node.real, node.imaginary),
    wire.DtypeNode: lambda _, node: _dtype(node.name),
    wire.DeviceNode: lambda _, node: _device(node.name),
    wire.EllipsisNode: lambda _, node: Ellipsis,
}


def _read(data: bytearray | memoryview, dtype: torch.dtype, shape: tuple[int, ...]) -> torch.Tensor:
    """Return the tensor that these bytes are; it shares their memory, unless it is of bools."""
    if not data:  # frombuffer refuses an empty buffer
        return torch.empty(shape, dtype=dtype)
    # A bool byte other than 0 and 1 is undefined behaviour in torch: read numbers and compare.
    if dtype is torch.bool:
        return torch.frombuffer(data, dtype=torch.uint8).reshape(shape) != 0
    return torch.frombuffer(data, dtype=dtype).reshape(shape)


def _bytes_of(tensor: torch.Tensor) -> memoryview:
    """Return a tensor's elements in the order of its indices, without a copy where they lie so."""
    plain = tensor.detach()
    if plain.device.type != "cpu":  # before it is made plain: tensors of a simulated device are a subclass
        plain = plain.cpu()
    plain = plain.as_subclass(torch.Tensor)
    if plain.is_conj() or plain.is_neg():
        plain = plain.resolve_conj().resolve_neg()
    if not plain.is_contiguous():
        plain = plain.contiguous()
    # Not reshape: one element counts as contiguous whatever its stride, and then cannot be viewed.
    return plain.as_strided((plain.numel(),), (1,)).view(torch.uint8).numpy().data


def _layout(tensor: torch.Tensor) -> tuple[int, ...] | None:
    """Return strides worth keeping; an expanded tensor (stride 0) travels as its copy."""
    if tensor.is_contiguous():
        return None
    strides = tensor.stride()
    overlapping = any(step == 0 and size > 1 for step, size in zip(strides, tensor.shape, strict=True))
    return None if overlapping else strides


def _pack_integer(value: int) -> Node:
    if -(1 << 63) <= value < 1 << 64:
        return value
    if value.bit_length() > 4 * (wire.MAX_TEXT - 8):
        raise WireError("an int of more than ten thousand bits is too large to send")
    return wire.IntegerNode(hex(value))


def _parse_integer(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError as error:
        raise WireError("an int that is none") from error


def _dtype(name: str) -> torch.dtype:
    try:
        return DTYPES[name]
    except KeyError as error:
        raise WireError(f"the unknown dtype {name[:40]!r}") from error


def _device(name: str) -> torch.device:
    try:
        return torch.device(name)
    except (RuntimeError, ValueError) as error:
        raise WireError(f"the unknown device {name[:40]!r}") from error


def _count(shape: tuple[int, ...]) -> int:
    """Return the number of elements of a shape that a worker announced."""
    if len(shape) > MAX_DIMENSIONS or (shape and min(shape) < 0):
        raise WireError("an impossible shape")
    count = math.prod(shape)
    if (count or math.prod(size or 1 for size in shape)) > MAX_ELEMENTS:
        raise WireError("a shape beyond all bounds")
    return count
