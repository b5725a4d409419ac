"""Listens to what a suite asks a worker, and to the answers."""

from __future__ import annotations

from typing import Any

from autograder.diagnosis.behaviour import Stayed, Step
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.submission import Handle

# What these answer depends on how code is written, and not only on what it does.
_ABOUT_STYLE = frozenset({"rng_state", "type_name"})
MOST_STEPS = 5_000


class OverheardWorker(Worker):
    """A worker whose answers are noted in `steps`."""

    def __init__(self, worker: Worker, steps: list[Step]) -> None:
        self._worker = worker
        self._steps = steps

    @property
    def layers(self) -> tuple[str, ...]:  # type: ignore[override]
        """The layers in force."""
        return self._worker.layers

    def greet(self) -> None:
        """Wait until the worker is ready."""
        self._worker.greet()

    def output(self) -> str:
        """Return what the worker printed."""
        return self._worker.output()

    def printed(self) -> str:
        """Return what is known of it without looking."""
        return self._worker.printed()

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def load(self, allowance: Allowance, files: dict[str, bytes], main: str) -> None:
        """Have it import a submission."""
        self._worker.load(allowance, files, main)

    def renew(self, allowance: Allowance) -> Any:
        """Have it get ready for another test."""
        return self._worker.renew(allowance)

    def request(
        self, allowance: Allowance, resolve: Any, operation: str, *arguments: Any, **keywords: Any
    ) -> Any:
        """Pass a request on, and note the answer."""
        try:
            value = self._worker.request(allowance, resolve, operation, *arguments, **keywords)
        except LearnerError as error:
            self._note(operation, raised=f"{error.type_name}: {error.message}")
            raise
        except WorkerLost as lost:
            self._note(operation, raised=lost.reason)
            raise
        self._note(operation, value=_plain(value))
        return value

    def _note(self, operation: str, *, value: object = None, raised: str = "") -> None:
        if operation not in _ABOUT_STYLE and len(self._steps) < MOST_STEPS:
            self._steps.append(Step(operation=operation, value=value, raised=raised))


def _plain(value: object) -> object:
    """Replace handles, all the way down."""
    match value:
        case Handle():
            return Stayed()
        case list():
            return [_plain(item) for item in value]
        case tuple():
            return tuple(map(_plain, value))
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
