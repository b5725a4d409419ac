"""What happens while somebody works: a file is saved, a key is pressed."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from watchfiles import watch

from autograder.watching.threads import beside

QUIET_MS, LONGEST_MS = 5, 50  # a burst of events is over after so long without one, or at the latest
_TICK = 0.2  # seconds until threads notice that they are to end


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of this name was written, moved into place, or deleted."""

    name: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, as a character; "" when the keyboard is gone."""

    key: str


Event: TypeAlias = Saved | Pressed


@contextlib.contextmanager
def watched(folder: Path, put: Callable[[Event], None]) -> Iterator[None]:
    """Report saves in a folder while in the block, however the editor saves."""
    stop = threading.Event()

    def run() -> None:
        changes = watch(
            folder,
            watch_filter=None,
            debounce=LONGEST_MS,
            step=QUIET_MS,
            stop_event=stop,
            rust_timeout=int(_TICK * 1000),
            recursive=False,
            raise_interrupt=False,
        )
        for change in changes:
            for name in sorted({Path(path).name for _, path in change}):
                put(Saved(name))

    with beside(run, stop):
        yield


@contextlib.contextmanager
def keyboard(put: Callable[[Event], None]) -> Iterator[None]:
    """Report single keys of the terminal while in the block; where there is none, report nothing."""
    if not sys.stdin.isatty():
        yield
        return
    import termios
    import tty

    descriptor, stop = sys.stdin.fileno(), threading.Event()
    before = termios.tcgetattr(descriptor)

    def run() -> None:
        while not stop.is_set():
            ready, _, _ = select.select([descriptor], [], [], _TICK)
            if ready:
                data = os.read(descriptor, 64)
                put(Pressed(_key(data)))
                if not data:
                    return

    tty.setcbreak(descriptor)
    try:
        with beside(run, stop):
            yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _key(data: bytes) -> str:
    """Return the last character that was typed; an arrow, which sends several bytes, is no key here."""
    if data.startswith(b"\x1b"):
        return "?"
    return data.decode("utf-8", "replace")[-1:].lower()
