"""Switching the simulated accelerator on.

    with switch.simulated() as device:      # programs find one GPU, "cuda:0"
    with switch.simulated("sim"):           # the device goes by its own name, beside whatever the machine has
    with switch.without():                  # programs find no accelerator, whatever the machine has

Torch learns of the device once a process, at the first of these. What is replaced in torch is put back at the
end; tensors that were made live on, and then say that they are on "sim:0".
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator
from typing import Any, Literal

import torch

from autograder.accelerator import cuda, dispatch, kernels, pinned, private, real, redirect, storage
from autograder.accelerator.counts import COUNTS, Counts
from autograder.accelerator.generators import STREAM, DeviceGenerator
from autograder.accelerator.patches import Patch, Patches
from autograder.accelerator.tensor import SimTensor, wrap

__all__ = ["COUNTS", "Counts", "simulated", "without"]

_KERNELS = kernels  # importing it is what makes the operators known
_REAL = real  # zygotes import this module: their workers see nothing of this package any more


class _Module:
    """What becomes `torch.sim`."""

    @staticmethod
    def is_available() -> bool:
        """Return True."""
        return True

    is_initialized = is_available

    @staticmethod
    def device_count() -> int:
        """Return how many devices there are."""
        return 1

    @staticmethod
    def current_device() -> int:
        """Return the number of the device."""
        return 0

    @staticmethod
    def _is_in_bad_fork() -> bool:
        return dispatch.Fork.happened

    @staticmethod
    def manual_seed_all(seed: int) -> None:
        """Seed the device's generator; torch.manual_seed calls this."""
        STREAM.seed(seed)

    @staticmethod
    def get_amp_supported_dtype() -> list[torch.dtype]:
        """Return the dtypes of mixed precision."""
        return [torch.float16, torch.bfloat16]


@contextlib.contextmanager
def simulated(visible: Literal["cuda", "sim"] = "cuda") -> Iterator[torch.device]:
    """Let programs find one accelerator that goes by this name; yield its device."""
    private.import_compiler()
    register()
    device = torch.device(visible, 0)
    # Backward passes run in the thread that asks for them: torch's threads for devices start with the first
    # backward pass of a process, and know no device that came later.
    with torch.autograd.set_multithreading_enabled(False), Patches(_present(device)), _named(device):
        yield device


@contextlib.contextmanager
def without() -> Iterator[None]:
    """Let programs find no accelerator, whatever the machine has."""
    private.import_compiler()
    translate = redirect.Translator(None)
    name = _named(SimTensor.place) if private.is_registered() else contextlib.nullcontext()
    with Patches([*redirect.patches(translate), *cuda.absent()]), name:
        yield


def _present(device: torch.device) -> Iterator[Patch]:
    yield from redirect.patches(redirect.Translator(device.type))
    yield from cuda.present(device)
    yield from pinned.patches()
    module, name = private.rebuilding()
    yield Patch(module, name, _rebuild_tensor(getattr(module, name)))


@contextlib.contextmanager
def _named(device: torch.device) -> Iterator[None]:
    before = SimTensor.visible
    _name(device)
    try:
        yield
    finally:
        _name(before)


def _name(device: torch.device) -> None:
    """Let what is on the device say that it is there."""
    SimTensor.visible = DeviceGenerator.visible = device
    storage.SimStorage.location = str(device)


def _rebuild_tensor(original: Any) -> Any:
    def rebuild(stored: Any, offset: int, size: Any, stride: Any) -> Any:
        if not isinstance(private.untyped(stored), storage.SimStorage):
            return original(stored, offset, size, stride)
        return wrap(storage.rebuild_tensor(stored, offset, size, stride))

    return rebuild


@functools.cache
def register() -> None:
    """Make the device known to torch, once a process."""
    private.register(dispatch.run_factory, _Module())
    SimTensor.place = torch.device(private.NAME, 0)
    _name(SimTensor.place)
    # After the CPU's (10), before any other: files name the device as those of a GPU do.
    torch.serialization.register_package(11, storage.tag, storage.restore)
    os.register_at_fork(after_in_child=_note_fork)


def _note_fork() -> None:
    dispatch.Fork.happened = True
