"""The workers of one run of a suite: a fresh one for each test, or one that serves several."""

from __future__ import annotations

from collections.abc import Callable

from autograder.worker.client import Allowance, Worker

# For a worker to import its submission anew: a millisecond or two, and whatever the import takes.
RENEWAL_SECONDS = 2.0


class Workers:
    """Gives each test a worker; tests that need not be isolated may get one that has served others.

    Where `used` is true, a failure may be the doing of an earlier test: the verdict is to be had once more,
    from a fresh worker.
    """

    def __init__(
        self, open_worker: Callable[[str | None], Worker], budget: Allowance, *, isolate: bool
    ) -> None:
        self._open = open_worker  # told which device the test's code is to find
        self._budget = budget
        self._isolate = isolate
        self._latest: Worker | None = None  # may serve on
        self._spare: Worker | None = None  # is to serve on
        self.used = False  # the worker of the test in hand has served others

    def begin(self) -> None:
        """Note that another test begins."""
        self._latest, self.used = None, False

    def take(self, device: str | None) -> Worker:
        """Return the worker for the test in hand, whose code is to find a device."""
        if device is not None or self._isolate:  # devices are for good
            return self._open(device)
        worker, self._spare = self._spare, None
        self.used = worker is not None
        self._latest = worker or self._open(None)
        return self._latest

    def keep(self, renew: Callable[[Allowance], object]) -> bool:
        """Have the worker of the test in hand, which is over, serve on; False if it may not.

        `renew` asks it to get ready for the next test, and returns its answer. Where one cannot, no other
        worker of this submission is asked.
        """
        if self._latest is None:
            return False
        if renew(Allowance(RENEWAL_SECONDS, above=self._budget)) is not True:
            self._isolate = True
            return False
        self._spare, self._latest = self._latest, None
        return True

    def close(self) -> None:
        """End the worker that would have served on."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None
