"""An instrument inside the worker: which torch functions did the learner's code call?

It lives beside learner code, so its answer is a hint for messages and bans; whatever is worth points is also
confirmed from values.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

resolve_name(len)  # torch makes its table of names on first use: here, once, and not in each worker
MAX_NAMES = 20_000  # noted in one answer: they fit into its header
MAX_NAME = 200  # characters


@contextlib.contextmanager
def recording(names: list[str], *, operators: bool) -> Iterator[None]:
    """Note torch functions ("cdist", "Tensor.backward") in `names` while the block runs, in order.

    With `operators` ("aten::mm") too, which slow learner code down three times as much.
    """
    with _Functions(names), _Operators(names) if operators else contextlib.nullcontext():
        yield


class _Functions(TorchFunctionMode):
    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def __torch_function__(
        self, func: Callable[..., Any], types: Sequence[type], args: Any = (), kwargs: Any = None
    ) -> Any:
        _note(self._names, _function_name(func))
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch annotates no __init_subclass__
    def __init__(self, names: list[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # nor its constructor
        self._names = names

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Spare every worker the import of torch's compiler, a second or more, at the first operator."""
        return False

    def __torch_dispatch__(self, func: Any, types: Sequence[type], args: Any = (), kwargs: Any = None) -> Any:
        _note(self._names, func._schema.name)
        return func(*args, **(kwargs or {}))


def _note(names: list[str], name: str) -> None:
    if len(names) < MAX_NAMES:
        names.append(name[:MAX_NAME])


@functools.cache  # to look a name up takes longer than what most functions do
def _function_name(function: Callable[..., Any]) -> str:
    name: str = resolve_name(function) or getattr(function, "__name__", "?")
    return name.removeprefix("torch.").removeprefix("_C.").removeprefix("_nn.")
