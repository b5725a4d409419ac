"""Handles of what lives in a worker, and how calls and arguments are named in messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from autograder.text import plain
from autograder.worker import wire

if TYPE_CHECKING:
    from autograder.worker.submission import Submission

MAX_ITEMS = 100_000  # of one iteration
ITEMS_AT_A_TIME = 16


class WrongKind(AssertionError):
    """A suite needed plain data, and the learner's code returned some other object."""


class Handle:
    """Something that lives in the worker: a function, a model, a loader.

    Calling it, its attributes, items, length and iteration happen in the worker; plain data comes back by
    value, the rest as further handles. It equals only itself, and it is neither true nor false.
    """

    __slots__ = ("_content", "_node", "_owner", "_torchgrade_call", "_torchgrade_function")

    def __init__(self, owner: Submission, node: wire.HandleNode) -> None:
        self._owner = owner
        self._node = node
        self._content = f"<{plain(node.type_name, 40)}>"  # for messages
        self._torchgrade_call: Call | str = ""
        self._torchgrade_function = ""

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._owner._call("call", self, arguments, keywords)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python's own probing (copy, pickle, inspect) stays on this side
            raise AttributeError(name)
        return self._owner._ask("attribute", self, name)

    def __getitem__(self, key: Any) -> Any:
        return self._owner._ask("item", self, key)

    def __len__(self) -> int:
        length = self._owner._ask("length", self)
        return length if isinstance(length, int) else 0

    def __iter__(self) -> Iterator[Any]:
        iterator = self._owner._ask("iterate", self)
        taken = 0
        while items := self._owner._ask("next", iterator, ITEMS_AT_A_TIME):
            taken += len(items)
            if taken > MAX_ITEMS:
                raise WrongKind(f"iterating over {self!r} does not come to an end")
            yield from items
            if len(items) < ITEMS_AT_A_TIME:
                return

    def __bool__(self) -> bool:
        raise WrongKind(
            f"{self._torchgrade_call or 'the result'} is {self!r} where True or False was expected"
        )

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        name = plain(self._node.type_name, 60) or "object"
        return f"an object of type {name}"


class Call:
    """A call as a learner would write it, tensors by dtype and shape.

    Nearly all calls are right and never named, so it is put into words when somebody asks.
    """

    __slots__ = ("_arguments", "_keywords", "_name")

    def __init__(self, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        self._name = name
        self._arguments = arguments
        self._keywords = keywords

    def __str__(self) -> str:
        parts = [summary(argument) for argument in self._arguments]
        parts += [f"{key}={summary(value)}" for key, value in self._keywords.items()]
        return plain(f"{self._name}({', '.join(parts)})", 300)


def named(value: Any, call: Call | str, function: str) -> Any:
    """Note on a value which call it came from, where the value can carry such a note."""
    if isinstance(value, (torch.Tensor, Handle)):
        value._torchgrade_call = call  # type: ignore[union-attr]
        value._torchgrade_function = function  # type: ignore[union-attr]
    elif isinstance(value, (list, tuple)):
        for item in value:
            named(item, call, function)
    return value


def summary(value: Any) -> str:
    """Return an argument in a few words."""
    match value:
        case torch.Tensor():
            return f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
        case np.ndarray():
            return f"array {value.dtype} {value.shape}"
        case Handle():
            return value._content
        case list() | tuple() if len(value) > 4 or any(isinstance(item, torch.Tensor) for item in value):
            inner = ", ".join(summary(item) for item in value[:3])
            return f"[{inner}{', ...' if len(value) > 3 else ''}]"
        case bytes():
            return f"{len(value)} bytes"
        case dict():
            return f"a dict of {len(value)}"
        case _:
            return repr(value)[:60]
