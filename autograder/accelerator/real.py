"""The machine's own GPU in the place of the simulated one, with the same counts.

    with real.cuda() as device:      # programs find one GPU, the machine's first
        ...

Entered in a process that was forked before CUDA started in any other: CUDA does not survive a fork.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import private
from autograder.accelerator.counts import COUNTS, Counts
from autograder.accelerator.dispatch import WAITS
from autograder.accelerator.patches import Patch, Patches

# Kernels that are compiled when first used are kept here: a worker may write nowhere else.
_CACHE = "/tmp"


@contextlib.contextmanager
def cuda() -> Iterator[torch.device]:
    """Let programs find the machine's first GPU alone, computing in full precision; yield its device.

    Raises RuntimeError with torch's reason where CUDA cannot be used. What programs make the GPU do is added
    to COUNTS.
    """
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0] or "0"
    os.environ.setdefault("CUDA_CACHE_PATH", _CACHE)
    start: Any = torch.cuda.init
    start()  # raises where it cannot be used, and says why; is_available() would say only that
    # Convolutions in TF32, torch's default, have three digits; what suites compare with has seven.
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    with counting("cuda", COUNTS):
        yield torch.device("cuda", 0)


@contextlib.contextmanager
def counting(kind: str, counts: Counts) -> Iterator[None]:
    """Add to `counts` what programs make devices of a kind ("cuda") do."""
    module: Any = getattr(torch, kind)
    synchronize = getattr(module, "synchronize", None)

    def wait(*args: Any, **kwargs: Any) -> Any:
        counts.synchronizations += 1
        return synchronize(*args, **kwargs) if synchronize else None

    with Patches([Patch(module, "synchronize", wait)]), _Counting(kind, counts):
        yield


class _Counting(private.DispatchMode):  # type: ignore[misc]  # the type checker does not know it
    """Sees each operator below autograd, as the simulated device does."""

    def __init__(self, kind: str, counts: Counts) -> None:
        super().__init__()
        self._kind, self._counts = kind, counts

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Compute one operator, and count it where it touches the device."""
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        if self._touches((*args, *kwargs.values(), out)):
            self._counts.operators += 1
            self._note(func._schema.name, args, kwargs, out)
        return out

    def _note(self, name: str, args: Any, kwargs: dict[str, Any], out: Any) -> None:
        """Add the copies and waits of one operator."""
        if name == "aten::_local_scalar_dense":
            self._counts.fetched(args[0].nbytes)
        elif name == "aten::_to_copy":
            self._copied(args[0], out, waits=not kwargs.get("non_blocking"))
        elif name == "aten::copy_":
            waits = not (args[2] if len(args) > 2 else kwargs.get("non_blocking"))
            self._copied(args[1], args[0], waits=waits)
        elif name in WAITS:
            self._counts.synchronizations += 1
        elif name.startswith(("aten::index", "aten::_index_put_impl_", "aten::_unsafe_index")):
            masks = [place for place in _tensors(args[1:2]) if place.dtype in (torch.bool, torch.uint8)]
            self._counts.synchronizations += len(masks)  # how many are True decides the shape

    def _copied(self, source: Tensor, target: Tensor, *, waits: bool) -> None:
        if self._is_there(source) and not self._is_there(target):
            self._counts.fetched(source.nbytes, waits=waits)
        elif self._is_there(target) and not self._is_there(source):
            self._counts.sent(source.nbytes)

    def _touches(self, values: Any) -> bool:
        return any(self._is_there(tensor) for tensor in _tensors(values))

    def _is_there(self, tensor: Tensor) -> bool:
        return tensor.device.type == self._kind


def _tensors(values: Any) -> Iterator[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _tensors(value)
