"""Random numbers of the device.

The device has a generator of its own, as GPUs do: what is drawn on the device does not move the CPU's stream,
nor the other way round. It is an algorithm of the CPU's, so after torch.manual_seed(0) the device draws what
the CPU would have drawn. (A real GPU draws other numbers from the same seed.)
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor

from autograder.accelerator import messages

_Generator = torch.Generator


class DeviceGenerator(_Generator):
    """A generator of the device.

    Torch may hand it to an operator in a new Python object, so it is known by the address of torch's own.
    """

    visible = torch.device("cpu")
    _alive: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        super().__init__()
        DeviceGenerator._alive.add(self._cdata)  # type: ignore[attr-defined]

    def __del__(self) -> None:
        # When the interpreter ends, names of this module may be gone before the last generator is.
        type(self)._alive.discard(self._cdata)  # type: ignore[attr-defined]

    @staticmethod
    def is_one(generator: Any) -> bool:
        """Return whether a generator is the device's."""
        return generator._cdata in DeviceGenerator._alive

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """Where the program believes it to be."""
        return DeviceGenerator.visible


class Stream:
    """The device's default generator."""

    def __init__(self) -> None:
        self.generator = DeviceGenerator()

    def checked(self, generator: Any) -> Any:
        """Return the generator that an operator on the device draws from; refuse the CPU's."""
        if generator is None:
            return self.generator
        if not DeviceGenerator.is_one(generator):
            raise messages.wrong_generator(DeviceGenerator.visible.type, "cpu")
        return generator

    @contextlib.contextmanager
    def in_charge(self) -> Iterator[None]:
        """Lend the device's stream to operators of the CPU that take no generator."""
        default = torch.default_generator
        kept = default.get_state()
        default.set_state(self.generator.get_state())
        try:
            yield
        finally:
            self.generator.set_state(default.get_state())
            default.set_state(kept)

    def seed(self, seed: int) -> None:
        """Start the stream anew."""
        self.generator.manual_seed(int(seed))

    def state(self) -> Tensor:
        """Return the state, a tensor of bytes on the CPU."""
        return self.generator.get_state()


STREAM = Stream()  # as there is one device
