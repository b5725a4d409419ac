"""Where a class is graded: on this machine, or on others. Whatever the place, reports are the same."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.batch.plan import Job
from autograder.batch.pool import Jobs
from autograder.course import Course
from autograder.worker.settings import Accelerator


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be graded, and how."""

    course: Course
    jobs: Sequence[Job]  # in the order in which they should begin
    sandbox: str
    full: bool  # on the whole FashionMNIST
    device: Accelerator = "simulated"  # what tests with a GPU get
    size: int | None = None  # graders at once, at most; None: what the place has
    before: Callable[[], None] = _nothing  # called before a process of ours is forked


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Graders that are ready for an order."""

    layers: tuple[str, ...]  # of the sandbox, in force in every worker
    pool: Jobs  # its jobs are indices of `Order.jobs`, its results reports as MessagePack
    size: int  # graders that work at once
    notes: tuple[str, ...] = ()  # what an instructor should know


class Place(Protocol):
    """A place where graders can be opened."""

    def layers(self, sandbox: str) -> tuple[str, ...]:
        """Return the layers that will be in force, found out before anything is started that takes seconds.

        Raises `GraderError`.
        """

    def open(self, order: Order) -> contextlib.AbstractContextManager[Opened]:
        """Start graders, and end them in the end; raises `GraderError`.

        They refuse to run strangers' code that they cannot confine (`SandboxError`).
        """
