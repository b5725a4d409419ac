"""Put values into words for learners: what kind of thing it is, and, where that may be told, what it holds.

What describes a value here is bounded, whatever the value, and never calls code of the value's own class.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from autograder.text import plain

if TYPE_CHECKING:
    from typing import TypeGuard

    from autograder.worker.submission import Handle

_LONG = 200  # characters of one described value
_ARGUMENT = 60  # characters of one argument of a call
_TEXT = 80  # characters of a string in it
_ITEMS = 12  # numbers of a tensor, items of a container, that are written out
_DEPTH = 3
_FUNCTIONS = frozenset({"function", "builtin_function_or_method", "method"})
_DIGITS = 7  # significant ones; enough for most float32 numbers
_DIGITS_IN_LISTS = 5
_HUGE = 128  # bits of an int that is still written out


@dataclass(frozen=True, slots=True)
class Name:
    """What a checked value is called, in the full text and in the one for hidden tests."""

    detail: str
    summary: str

    def item(self, index: int) -> Name:
        """Name one item of a sequence."""
        return Name(f"item {index} of {self.detail}", f"item {index} of {self.summary}")

    def entry(self, key: object) -> Name:
        """Name one value of a dict; keys that are plain words belong to the contract and are not hidden."""
        hidden = f"entry {key!r} of {self.summary}" if is_word(key) else f"an entry of {self.summary}"
        return Name(f"entry {text_of(key)} of {self.detail}", hidden)


def name_of(value: object, name: str | None = None) -> Name:
    """Return the author's name for a value, else the call that it came from, else "the result".

    The name for hidden tests keeps no arguments with numbers: "f(x)" stays, "f(x, 3)" becomes "f(...)".
    """
    if name is not None:
        return Name(name, _without_numbers(name))
    if isinstance(value, list | tuple) and value:
        return name_of(value[0])
    call, function = (
        hidden_attribute(value, "_torchgrade_call"),
        hidden_attribute(value, "_torchgrade_function"),
    )
    if call and function:
        return Name(str(call), f"{function}(...)")
    return Name("the result", "the result")


def call_name(function: object, args: Iterable[object], kwargs: Mapping[str, object]) -> Name:
    """Name a call that gave no value, from the function and what it was called with."""
    known = (hidden_attribute(function, name) for name in ("_torchgrade_function", "__name__"))
    bare = function if isinstance(function, str) else str(next(filter(None, known), "the function"))
    shown = [_argument(value) for value in args] + [
        f"{key}={_argument(value)}" for key, value in kwargs.items()
    ]
    return Name(f"{bare}({', '.join(shown)})", f"{bare}(...)")


def hidden_attribute(value: object, name: str) -> object:
    """Return an attribute that the proxy put on a value, or None, without asking the worker for it."""
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return None


def is_handle(value: object) -> TypeGuard[Handle]:
    """Return whether this is an object that stayed in the worker."""
    from autograder.worker.submission import Handle

    return isinstance(value, Handle)


def is_word(key: object) -> bool:
    """Return whether a dict key is a short plain word, or dotted words, such as "loss" or "fc1.weight"."""
    return type(key) is str and len(key) <= 40 and key.isascii() and key.replace(".", "_").isidentifier()


def kind_of(value: object) -> str:
    """Say what kind of thing a value is, without what it holds: safe for hidden tests."""
    if value is None:
        return "None"
    if isinstance(value, Tensor):
        return _kind_of_tensor(value)
    if isinstance(value, np.ndarray):
        return f"a NumPy array of {plain(str(value.dtype), 40)}"
    if is_handle(value):
        return _kind_of_handle(value)
    if isinstance(value, np.generic):
        return f"a NumPy number of type {plain(value.dtype.name, 40)}"
    if isinstance(value, tuple) and type(value) is not tuple:
        return "a named tuple"
    return _KINDS.get(type(value), f"an object of type {plain(type(value).__name__, 60)}")


_KINDS: Mapping[type, str] = {
    bool: "a bool", int: "an int", float: "a float", complex: "a complex number", str: "a string",
    bytes: "bytes", list: "a list", tuple: "a tuple", dict: "a dict", set: "a set", frozenset: "a frozenset",
    slice: "a slice", torch.dtype: "a dtype", torch.device: "a device",
}  # fmt: skip


def describe(value: object) -> str:
    """Say what kind of thing a value is and what it holds, in at most a line or so."""
    if value is None:
        return "None"
    if isinstance(value, Tensor):
        return f"{_kind_of_tensor(value)} of shape {shape_text(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"{kind_of(value)}, of shape {shape_text(value.shape)}"
    if is_handle(value):
        return kind_of(value)
    return f"{kind_of(value)}, {text_of(value)}"


def text_of(value: object) -> str:
    """Write a value much as Python would, in at most about 200 characters."""
    return plain(_write(value, _DEPTH), _LONG)


def text_pair(got: object, expected: object) -> tuple[str, str]:
    """Write two different values so that they look different, where that is a matter of digits."""
    if isinstance(got, int | float | complex) and isinstance(expected, int | float | complex):
        return number_pair(got, expected)
    return text_of(got), text_of(expected)


def number_text(value: object, digits: int = _DIGITS) -> str:
    """Write a number with at most so many significant digits, and a huge int by its length."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _HUGE else f"an int of about {_length(value):,} digits"
    if isinstance(value, float):
        return _float_text(float(value), digits)
    if isinstance(value, complex):
        sign = "-" if math.copysign(1.0, value.imag) < 0 else "+"
        return f"{_float_text(value.real, digits)}{sign}{_float_text(abs(value.imag), digits)}j"
    return plain(str(value), _LONG)


def number_pair(got: object, expected: object) -> tuple[str, str]:
    """Write two different numbers with as many digits as it takes to tell them apart."""
    for digits in (_DIGITS, 12, 17):
        texts = number_text(got, digits), number_text(expected, digits)
        if texts[0] != texts[1]:
            break
    return texts


def _float_text(value: float, digits: int) -> str:
    text = f"{value:.{digits}g}"
    # 3.0, not 3: a learner should see that it is a float.
    return text if not math.isfinite(value) or set(text) & set(".e") else f"{text}.0"


def elements_text(tensor: Tensor) -> str | None:
    """Write out the elements of a small tensor, or return None for one that is too large."""
    if tensor.numel() > _ITEMS or tensor.ndim > 4:
        return None
    return _nested(tensor.detach().cpu().tolist())


def shape_text(shape: Iterable[int]) -> str:
    """Write a shape as Python writes a tuple, at most some twenty sizes of it."""
    sizes = list(shape)
    if len(sizes) > 20:
        return f"({', '.join(map(str, sizes[:20]))}, ... {len(sizes)} dimensions)"
    return str(tuple(sizes))


def dtype_text(dtype: torch.dtype) -> str:
    """Return "float32" for torch.float32."""
    return str(dtype).removeprefix("torch.")


def count_text(count: int, thing: str) -> str:
    """Return "1 element" or "3 elements"."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _argument(value: object) -> str:
    if isinstance(value, Tensor):
        return f"{dtype_text(value.dtype)} {shape_text(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"array {value.dtype} {shape_text(value.shape)}"
    if is_handle(value):
        return f"<{_handle_type(value)}>"
    if isinstance(value, str) and len(value) > _ARGUMENT:
        return f"<{len(value):,} characters>"
    return plain(_write(value, _DEPTH), _ARGUMENT)


def _kind_of_tensor(tensor: Tensor) -> str:
    dtype = dtype_text(tensor.dtype)
    return f"{'an' if dtype.startswith('int') else 'a'} {dtype} tensor"


def _kind_of_handle(handle: Handle) -> str:
    type_name = _handle_type(handle)
    return "a function" if type_name in _FUNCTIONS else f"an object of type {type_name}"


def _handle_type(handle: Handle) -> str:
    return plain(str(getattr(hidden_attribute(handle, "_node"), "type_name", "")), 80) or "object"


def _write(value: object, depth: int) -> str:
    match value:
        case None:
            return "None"
        case bool() | int() | float() | complex():
            return number_text(value)
        case str() | bytes():
            return _write_text(value)
        case Tensor() | np.ndarray():
            return f"<{describe(value).partition(' ')[2]}>"
        case np.generic():
            return plain(str(value), _LONG)
        case torch.dtype() | torch.device() | slice():
            return repr(value)
        case list() | tuple() | set() | frozenset() | dict():
            return _write_items(value, depth) if depth else "..."
        case _:
            return f"<{kind_of(value).removeprefix('an ')}>"


def _write_text(value: str | bytes) -> str:
    if len(value) <= _TEXT:
        return repr(value)
    return (
        f"{value[:_TEXT]!r} and so on, {len(value):,} {'bytes' if isinstance(value, bytes) else 'characters'}"
    )


def _write_items(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        pairs = itertools.islice(value.items(), _ITEMS)
        items = [f"{_write(key, depth - 1)}: {_write(entry, depth - 1)}" for key, entry in pairs]
    else:
        items = [_write(item, depth - 1) for item in itertools.islice(value, _ITEMS)]
    if len(value) > len(items):
        items.append(f"... {len(value):,} in all")
    inside = ", ".join(items)
    if isinstance(value, tuple):
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, list):
        return f"[{inside}]"
    return f"{{{inside}}}" if value or isinstance(value, dict) else "set()"


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(item) for item in value)}]"
    return number_text(value, _DIGITS_IN_LISTS)


def _length(value: int) -> int:
    return int(value.bit_length() * math.log10(2)) + 1


def _without_numbers(name: str) -> str:
    before, opening, rest = name.partition("(")
    inside, closing, after = rest.rpartition(")")
    if opening and closing and any(character.isdigit() for character in inside):
        return f"{before}(...){after}"
    return name
