"""A thread that lives as long as a block."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def beside(run: Callable[[], None], stop: threading.Event) -> Iterator[None]:
    """Run a function beside the block; at its end, ask it to stop and wait for that."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=2)
