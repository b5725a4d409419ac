"""What is trained right now, seen from outside: the readings that a worker has printed so far."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from autograder.exhibits import Curves
from autograder.testing import meter
from autograder.watching.events import beside
from autograder.worker.client import Worker

PERIOD = 0.4  # seconds from one look to the next


@contextlib.contextmanager
def following(current: Callable[[], Worker | None], told: Callable[[Curves], None]) -> Iterator[None]:
    """Look at the current worker now and then while in the block; `told` hears of new readings.

    It is called on a thread of its own, and never after the block.
    """
    stop = threading.Event()

    def run() -> None:
        known = None
        while not stop.wait(PERIOD):
            worker = current()
            curves = meter.curves(meter.split(worker.printed())[1]) if worker is not None else None
            if curves is not None and curves != known:
                known = curves
                told(curves)

    with beside(run, stop):
        yield
