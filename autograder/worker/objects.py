"""The objects inside a worker that the suite holds handles of, and the operations on them."""

from __future__ import annotations

import array
import hashlib
import importlib
import itertools
import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.accelerator.counts import COUNTS
from autograder.worker import lab, wire

MAX_OBJECTS = 100_000


class Objects:
    """Numbered objects: 0 is the learner's module, the rest is handed out by `keep`."""

    def __init__(self, folder: Path, data_root: str) -> None:
        self._folder = folder
        self._data_root = data_root
        self._objects: dict[int, Any] = {}
        self._numbers = itertools.count(1)

    def clear(self) -> None:
        """Let go of all objects; their handles are of no use any more."""
        self._objects.clear()

    def put(self, number: int, value: Any) -> None:
        """Store a value under a fixed number."""
        self._objects[number] = value

    def keep(self, value: Any) -> wire.HandleNode:
        """Store a value and return the handle that the grader gets instead of it."""
        if len(self._objects) >= MAX_OBJECTS:
            raise wire.WireError("too many objects were handed out")
        number = next(self._numbers)
        self._objects[number] = value
        return wire.HandleNode(number, type(value).__name__[:200])

    def resolve(self, node: wire.HandleNode) -> Any:
        """Return the object that a handle of the grader stands for."""
        return self._objects[node.number]

    def operations(self) -> dict[str, Callable[..., Any]]:
        """Return what a request may name, with the function that does it."""
        kept: dict[str, Callable[..., Any]] = {"call": self._call, "attribute": _attribute, "item": _item}
        return {
            **kept,
            # The same, but the result stays here and a handle goes back.
            **{f"{name}_kept": self._keeping(function) for name, function in kept.items()},
            "keep": self._keeping(_itself),
            "value": _itself,
            "observe": self._observe,
            "observe_each": self._observe_each,
            "set_attribute": setattr,
            "length": len,
            "iterate": self._keeping(iter),
            "next": _next,
            "same": lambda a, b: a is b,
            "type_name": lambda value: type(value).__name__,
            "is_instance": _is_instance,
            "lab": self._keeping(lambda: lab),
            "define": self._keeping(self._define),
            "gradient": _gradient,
            "files": self._files,
            "data_root": lambda: self._data_root,
            "rng_state": rng_state,
            "devices": lambda value: sorted(_devices(value)),
            "traffic": COUNTS.plain,
        }

    def _keeping(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def keeping(*arguments: Any, **keywords: Any) -> Kept:
            return Kept(function(*arguments, **keywords))

        return keeping

    def _call(self, function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if isinstance(function, str):
            function = _attribute(self._objects[0], function)
        return function(*arguments, **keywords)

    def _observe(self, function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Observed:
        return Observed(self._call(function, arguments, keywords), arguments)

    def _observe_each(self, function: Any, cases: list[tuple[Any, ...]]) -> Observations:
        """Observe a function on several arguments, up to the first case that raises anything."""
        each = []
        for arguments in cases:
            try:
                each.append(self._observe(function, arguments, {}))
            except BaseException:  # the grader asks for this case again, alone
                break
        return Observations(each)

    def _define(self, name: str, source: str, names: dict[str, Any]) -> Any:
        """Run a suite's definition and return what it calls `name` (the whole namespace for "")."""
        namespace: dict[str, Any] = {
            "__name__": "suite",
            "torch": torch,
            "nn": nn,
            "F": nn.functional,
            "np": np,
            "math": math,
            "lab": lab,
            "learner": self._objects.get(0),
            **names,
        }
        if name:
            exec(compile(source, "<suite>", "exec"), namespace)
            return namespace[name]
        return eval(compile(source, "<suite>", "eval"), namespace)

    def _files(self, files: dict[str, bytes]) -> str:
        """Write files into a new folder of the scratch space and return its path."""
        root = self._folder / f"files-{next(self._numbers)}"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return str(root)


class Kept:
    """Marks a result that stays in the worker, whatever it is."""

    def __init__(self, value: Any) -> None:
        self.value = value


@dataclass(frozen=True, slots=True)
class Observed:
    """What a call came to: its result, and the arguments, which it may have changed."""

    result: Any
    arguments: tuple[Any, ...]

    def plain(self, is_as_sent: Callable[[Any], bool]) -> tuple[Any, dict[int, Any]]:
        """Return the result, and by their places the arguments that the grader does not know already."""
        changed = {place: value for place, value in enumerate(self.arguments) if not is_as_sent(value)}
        return self.result, changed


@dataclass(frozen=True, slots=True)
class Observations:
    """What several calls came to."""

    each: list[Observed]

    def plain(self, is_as_sent: Callable[[Any], bool]) -> list[tuple[Any, dict[int, Any]]]:
        """Return each one's plain form."""
        return [one.plain(is_as_sent) for one in self.each]


def _itself(value: Any) -> Any:
    return value


def _attribute(owner: Any, name: str) -> Any:
    for part in name.split("."):
        owner = getattr(owner, part)
    return owner


def _item(owner: Any, key: Any) -> Any:
    return owner[key]


def _next(iterator: Any, count: int) -> list[Any]:
    return list(itertools.islice(iterator, count))


def _is_instance(value: Any, dotted: str) -> bool:
    module, _, name = dotted.rpartition(".")
    return isinstance(value, getattr(importlib.import_module(module), name))


def _devices(value: Any) -> set[str]:
    """Return the devices of the tensors in a tensor, a module, an optimizer or a container."""
    if isinstance(value, torch.Tensor):
        return {str(value.device)}
    if isinstance(value, (nn.Module, torch.optim.Optimizer)):
        return _devices(value.state_dict())
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(_devices, value)) if isinstance(value, (list, tuple)) else set()


def _gradient(function: Any, arguments: list[Any], cotangent: Any, wrt: list[int]) -> tuple[Any, list[Any]]:
    """Call a function on fresh leaves and return its value with the gradients of the leaves."""
    inputs = list(arguments)
    for index in wrt:
        inputs[index] = inputs[index].detach().clone().requires_grad_()
    output = function(*inputs)
    if not isinstance(output, torch.Tensor) or not output.requires_grad:
        return output, [None for _ in wrt]
    leaves = [inputs[index] for index in wrt]
    weights = torch.ones_like(output) if cotangent is None else cotangent.to(output.dtype).expand_as(output)
    # Not grad(output, leaves, weights): to check weights, torch imports sympy, half a second in each worker.
    total = (output * weights.conj()).sum().real
    gradients = torch.autograd.grad(total, leaves, allow_unused=True)
    return output.detach(), list(gradients)


def rng_state() -> str:
    """Return a digest of the states of the global generators of Python, NumPy and torch."""
    digest = hashlib.blake2b(digest_size=16)
    version, numbers, waiting = random.getstate()
    digest.update(array.array("Q", numbers))
    digest.update(repr((version, waiting)).encode())
    numpy_random = sys.modules.get("numpy.random")
    for part in (numpy_random or np.random).get_state():
        digest.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
    digest.update(torch.get_rng_state().numpy().tobytes())
    return digest.hexdigest()
