"""Dicts with keys that somebody else chose, made in bounded time.

Keys can be chosen so that each collides with all the others, which takes time that grows with the square of
their number: Python mixes a secret into the hashes of texts and bytes, but not into those of numbers and
tuples. A message of one megabyte could so keep the grader busy for a minute, where no limit of the worker's
reaches.
"""

from __future__ import annotations

import time
from typing import Any

from autograder.worker.wire import WireError

FEW = 64  # keys, which are added between two looks at the clock
SECONDS = 1.0  # processor time for all of one message; a hundred thousand honest keys take a fiftieth


class Hashing:
    """The time that one message's keys may take."""

    def __init__(self) -> None:
        self._left = SECONDS

    def table(self, keys: list[Any], items: list[Any]) -> dict[Any, Any]:
        """Return dict(zip(keys, items)), for lists of one length.

        Raises `WireError` when it takes too long, and TypeError for a key that cannot be one.
        """
        if len(keys) <= FEW:
            return dict(zip(keys, items, strict=True))
        result: dict[Any, Any] = {}
        before = time.process_time()
        for start in range(0, len(keys), FEW):
            end = start + FEW
            result.update(zip(keys[start:end], items[start:end], strict=True))
            now = time.process_time()
            self._left -= now - before
            before = now
            if self._left < 0:
                raise WireError("keys that were chosen to collide")
        return result
