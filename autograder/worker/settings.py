"""What the parts of the grader agree on about workers. Imports no torch: it comes first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from autograder.worker.gpu import NONE, Gpu

if TYPE_CHECKING:
    from autograder.worker.client import Worker


# What stands for the GPU that a test asks for: the simulated one, or the machine's own.
Accelerator = Literal["simulated", "cuda"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What one worker may use."""

    memory_bytes: int = 2048 << 20
    processes: int = 64
    file_bytes: int = 64 << 20
    scratch_bytes: int = 256 << 20
    cpu_seconds: int = 600
    reply_bytes: int = 64 << 20
    output_bytes: int = 1 << 20
    gpu: bool = False  # it computes on a GPU of the host


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What all workers of one backend share."""

    layers: tuple[str, ...]  # sandbox layers wanted
    preload: tuple[str, ...] = ()
    data: Path | None = None  # torchvision root with the training images alone
    many: bool = False  # many workers will follow
    gpu: Gpu = NONE  # what those workers see of the host whose limits say so


class Backend(Protocol):
    """A source of workers."""

    @property
    def layers(self) -> tuple[str, ...]:
        """Sandbox layers in force in every worker."""

    @property
    def missing(self) -> dict[str, str]:
        """Layers wanted that cannot be had, with the reason."""

    def open(self, limits: WorkerLimits) -> Worker:
        """Start a worker; it may still be starting when this returns."""

    def close(self) -> None:
        """End everything that was opened."""


class Process(Protocol):
    """The process behind a worker."""

    def kill(self) -> None:
        """End it and everything that it started."""

    def interrupt(self) -> None:
        """End it as `kill` does, from another thread than the one that does everything else."""

    def see_off_others(self) -> None:
        """Wait until the processes of workers that were killed before have ended.

        Until then their locks, and the names that they gave to sockets, could be seen by this one.
        """

    def wait(self, seconds: float) -> int | None:
        """Return its exit code (minus the signal's number), or None if it is not to be had in time."""
