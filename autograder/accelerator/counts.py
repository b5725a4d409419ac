"""What a program made the device do: transfers, synchronizations, operators."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace


@dataclass(slots=True)
class Counts:
    """Running totals of a process. Bytes are those of the elements that were copied."""

    synchronizations: int = 0  # how often Python had to wait for the device
    to_device: int = 0  # copies from the CPU's memory
    to_device_bytes: int = 0
    to_host: int = 0  # copies to the CPU's memory, .item() and the like included
    to_host_bytes: int = 0
    operators: int = 0  # aten operators that ran on the device

    def sent(self, size: int) -> None:
        """Note a copy to the device, of `size` bytes."""
        self.to_device += 1
        self.to_device_bytes += size

    def fetched(self, size: int, *, waits: bool = True) -> None:
        """Note a copy to the CPU, of `size` bytes; `waits` unless it is asynchronous."""
        self.to_host += 1
        self.to_host_bytes += size
        self.synchronizations += waits

    def copy(self) -> Counts:
        """Return the totals of now."""
        return replace(self)

    def since(self, earlier: Counts) -> Counts:
        """Return what was added since an earlier copy."""
        before = asdict(earlier)
        return Counts(**{name: value - before[name] for name, value in asdict(self).items()})

    def plain(self) -> dict[str, int]:
        """Return the totals by name."""
        return asdict(self)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing of what happens inside: it is not the program's doing."""
        before = asdict(self)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)


# A process has one such device, as it has one torch, and so one set of totals.
COUNTS = Counts()
