"""Memory of the device: what torch.save writes of it, and what torch.load makes of a file that names it.

A file that was written on a GPU says for each storage "cuda:0". So does one that was written here, and both
can be loaded here, or anywhere with map_location="cpu".
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import private


class SimStorage(torch.UntypedStorage):
    """A storage on the CPU whose tensors are on the device. It knows so by its class alone."""

    location = "sim:0"  # what a file says of it, and what it says itself

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """Where the program believes the memory to be."""
        return torch.device(SimStorage.location)

    @property
    def is_cuda(self) -> bool:
        """Whether the device calls itself CUDA."""
        return SimStorage.location.startswith("cuda")

    def cpu(self) -> torch.UntypedStorage:
        """Return a copy in the CPU's memory."""
        fresh: Any = torch.UntypedStorage
        copied: torch.UntypedStorage = fresh(self.nbytes()).copy_(self, False)
        return copied


def on_device(raw: Tensor) -> torch.UntypedStorage:
    """Return the storage of a raw tensor, marked as the device's."""
    return mark(raw.untyped_storage())


def mark(storage: Any) -> torch.UntypedStorage:
    """Mark a storage as the device's. Torch keeps one Python object for each, so the mark stays."""
    storage.__class__ = SimStorage
    marked: torch.UntypedStorage = storage
    return marked


def reduce(raw: Tensor, requires_grad: bool) -> tuple[Any, tuple[Any, ...]]:
    """Return what pickle stores for a tensor on the device; the file holds its whole storage."""
    return private.reduce_tensor(on_device(raw), raw, requires_grad)


def tag(storage: Any) -> str | None:
    """Name the location of a storage for a file, if it is the device's."""
    return SimStorage.location if isinstance(storage, SimStorage) else None


def restore(storage: Any, location: str) -> Any:
    """Take a storage that was read from a file to the device, if `location` is the device."""
    device = SimStorage.location
    return mark(storage) if location in (device, device.partition(":")[0]) else None


def rebuild_tensor(storage: Any, offset: int, size: Any, stride: Any) -> Tensor:
    """Make a tensor from its storage: torch._utils._rebuild_tensor for storages of the device."""
    raw = torch.empty((0,), dtype=storage.dtype, device="cpu")
    return raw.set_(private.untyped(storage), offset, size, stride)
