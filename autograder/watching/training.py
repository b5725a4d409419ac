"""What is trained right now, seen from outside: the readings that a worker has printed so far."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from autograder.exhibits import Curves
from autograder.watching.threads import beside

PERIOD = 0.4  # seconds from one look to the next


@contextlib.contextmanager
def following(look: Callable[[], Curves | None], told: Callable[[Curves], None]) -> Iterator[None]:
    """Look now and then while in the block; `told` hears of new readings.

    Both are called on a thread of its own, and never after the block.
    """
    stop = threading.Event()

    def run() -> None:
        known = None
        while not stop.wait(PERIOD):
            curves = look()
            if curves is not None and curves != known:
                known = curves
                told(curves)

    with beside(run, stop):
        yield
