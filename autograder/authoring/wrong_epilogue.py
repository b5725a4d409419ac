"""Appended to a solution, this makes a generic wrong module: all its answers are replaced by useless ones.

It runs in the worker as part of the submission, so it imports nothing of the grader, and its names are
unlikely to meet a solution's.
"""

import copy as _wrong_copy
import functools as _wrong_functools
import inspect as _wrong_inspect
import os as _wrong_os
import random as _wrong_random
from typing import Any as _WrongAny

import numpy as _wrong_np
import torch as _wrong_torch

_WRONG_LEAF: dict[str, dict[type, _WrongAny]] = {  # what stands for the numbers and strings of a right answer
    "zeros": {bool: False, int: 0, float: 0.0, complex: 0j, str: "", bytes: b""},
    "nan": dict.fromkeys((bool, int, float, complex, str, bytes), float("nan")),
    "empty": {str: "", bytes: b""},
}


def _wrong_like(kind: str, value: _WrongAny) -> _WrongAny:
    """Return the useless counterpart of a right answer, of the same shape where the kind has one."""
    if isinstance(value, _wrong_torch.Tensor):
        return _wrong_tensor(kind, value)
    if isinstance(value, _wrong_np.ndarray):
        return _wrong_tensor(kind, _wrong_torch.from_numpy(value.copy())).detach().numpy()
    if isinstance(value, _wrong_torch.nn.Module):
        value.register_forward_hook(lambda module, inputs, output: _wrong_like(kind, output))
        return value
    if isinstance(value, dict):
        return {} if kind == "empty" else {key: _wrong_like(kind, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and kind == "empty":
        return [] if isinstance(value, list) else ()
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(_wrong_like(kind, item) for item in value)
    if isinstance(value, (list, tuple)):
        return type(value)(_wrong_like(kind, item) for item in value)
    return _WRONG_LEAF[kind].get(type(value))


def _wrong_tensor(kind: str, tensor: _WrongAny) -> _WrongAny:
    if kind == "empty":
        return tensor.new_empty(0)
    if kind == "zeros":
        return _wrong_torch.zeros_like(tensor)
    inexact = tensor.is_floating_point() or tensor.is_complex()
    return _wrong_torch.full_like(tensor, float("nan"), dtype=None if inexact else _wrong_torch.float32)


def _wrong_copied(value: _WrongAny, memo: dict[int, _WrongAny]) -> _WrongAny:
    try:
        return _wrong_copy.deepcopy(value, memo)
    except Exception:
        return value  # a generator, an autograd context, a tensor inside a graph


def _wrong_files(values: _WrongAny) -> dict[str, bytes]:
    """Read the files that are, or lie in, what these values name by absolute paths."""
    found = {}
    for value in values:
        if isinstance(value, (str, _wrong_os.PathLike)) and _wrong_os.path.isabs(value):
            path = _wrong_os.fspath(value)
            inside = [
                _wrong_os.path.join(top, name) for top, _, names in _wrong_os.walk(path) for name in names
            ]
            for file in filter(_wrong_os.path.isfile, [path, *inside]):
                with open(file, "rb") as opened:
                    found[file] = opened.read()
    return found


class _WrongAnswers:
    """Replaces the public functions and classes of a module."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.busy = False  # a right answer is being worked out: the module's own calls must see right ones

    def install(self, namespace: dict[str, _WrongAny], names: list[str]) -> None:
        for name in names:
            thing = namespace[name]
            if isinstance(thing, type):
                self.spoil_class(thing)
            else:
                namespace[name] = self.spoil(thing)

    def spoil_class(self, cls: type) -> None:
        called = ("__call__", "__getitem__", "__iter__", "__len__")
        for name, member in list(vars(cls).items()):
            static = isinstance(member, (staticmethod, classmethod))
            function = member.__func__ if static else member
            if _wrong_inspect.isfunction(function) and (not name.startswith("_") or name in called):
                bound = self.spoil(function, own=0 if isinstance(member, staticmethod) else 1)
                setattr(cls, name, type(member)(bound) if static else bound)

    def spoil(self, function: _WrongAny, own: int = 0) -> _WrongAny:
        """`own` is the number of leading arguments that are the object itself."""

        @_wrong_functools.wraps(function)
        def answer(*args: _WrongAny, **kwargs: _WrongAny) -> _WrongAny:
            if self.busy:
                return function(*args, **kwargs)
            if self.kind == "raises":
                raise RuntimeError("this module always fails")
            if self.kind == "refuses":
                raise ValueError("this module takes nothing")
            if self.kind == "none":
                return None
            if self.kind == "echo":
                given = [*args[own:], *kwargs.values(), *args[:own]]
                return given[0] if given else None
            return _wrong_like(self.kind, self.right_answer(function, args, kwargs))

        return answer

    def right_answer(self, function: _WrongAny, args: _WrongAny, kwargs: _WrongAny) -> _WrongAny:
        """Work the answer out on copies: what a right function does to its arguments must not happen."""
        states = _wrong_random.getstate(), _wrong_np.random.get_state(), _wrong_torch.get_rng_state()
        memo: dict[int, _WrongAny] = {}  # shared, so that a model and its optimizer stay together
        args = [_wrong_copied(value, memo) for value in args]
        kwargs = {key: _wrong_copied(value, memo) for key, value in kwargs.items()}
        named = [*args, *kwargs.values()]
        files = _wrong_files(named)
        self.busy = True
        try:
            return function(*args, **kwargs)
        finally:
            self.busy = False
            _wrong_random.setstate(states[0])
            _wrong_np.random.set_state(states[1])
            _wrong_torch.set_rng_state(states[2])
            for file, content in _wrong_files(named).items():
                if file not in files:
                    _wrong_os.remove(file)
                elif content != files[file]:
                    with open(file, "wb") as opened:
                        opened.write(files[file])
