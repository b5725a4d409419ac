"""What the device says of its memory: the bytes of the tensors that are alive on it.

Nothing keeps count while a program runs, which would make each operator slower. So a peak is the most of what
was found whenever the program asked for anything here.
"""

from __future__ import annotations

import gc
from typing import Any

from autograder.accelerator.tensor import SimTensor

TOTAL = 1 << 34  # bytes that the device claims to have

_peak = 0


def allocated(device: Any = None) -> int:
    """Return the bytes of all tensors on the device that Python can reach (a GPU's allocator rounds up)."""
    global _peak
    storages = {}
    for found in gc.get_objects():
        if type(found) is SimTensor:
            storage = found._raw.untyped_storage()
            storages[storage.data_ptr()] = storage.nbytes()
    now = sum(storages.values())
    _peak = max(_peak, now)
    return now


def most_allocated(device: Any = None) -> int:
    """Return the most bytes that were found since the last `reset_peak`."""
    allocated()
    return _peak


def reset_peak(device: Any = None) -> None:
    """Forget what was found."""
    global _peak
    _peak = 0


def free_and_total(device: Any = None) -> tuple[int, int]:
    """Return the bytes that are free, and those of the device."""
    return TOTAL - allocated(), TOTAL


def statistics(device: Any = None) -> dict[str, int]:
    """Return the figures that programs print, under the names of CUDA's allocator."""
    now, peak = allocated(), most_allocated()
    kinds = ("allocated_bytes", "reserved_bytes", "active_bytes")
    return {
        f"{kind}.all.{when}": value for kind in kinds for when, value in (("current", now), ("peak", peak))
    }


def summary(device: Any = None, abbreviated: bool = False) -> str:
    """Return the figures as text."""
    return "".join(f"{name}: {value:,}\n" for name, value in statistics().items())


def answers() -> dict[str, Any]:
    """Return the functions of torch.cuda and torch.accelerator that ask for memory, by their names."""
    return {
        "max_memory_allocated": most_allocated,
        "max_memory_reserved": most_allocated,
        "mem_get_info": free_and_total,
        "get_memory_info": free_and_total,
        "memory_allocated": allocated,
        "memory_reserved": allocated,
        "memory_stats": statistics,
        "memory_summary": summary,
        **dict.fromkeys(
            (
                "reset_accumulated_memory_stats",
                "reset_max_memory_allocated",
                "reset_max_memory_cached",
                "reset_peak_memory_stats",
            ),
            reset_peak,
        ),
    }
