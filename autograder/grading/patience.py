"""A bound on what the grader itself computes for one test.

Limits on a worker do not hold for what a suite does with its answers, or with its source: `tuple(answer)`
makes an object of each element of a tensor, and is quick on those that honest code returns.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

AGAIN_SECONDS = 1.0  # between one signal and the next, should somebody have caught the first


class TooLong(BaseException):
    """What was allowed is used up. No `Exception`, so that a suite that catches those does not go on."""


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the block after so many seconds of this process's processor time.

    Time that the process waits, for a worker or a busy machine, does not count. One call into native code is
    not broken off. There is none outside of the main thread, nor on Windows, which has no such timer.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong
