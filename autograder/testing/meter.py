"""Loss and accuracy of a training, while it runs: noted in the worker, read from what the worker prints.

The numbers are made beside learner code, which can print such lines itself. They are shown and mean nothing
else: no verdict may rest on them.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.exhibits import Curves
from autograder.worker.submission import Submission

MOST = 500  # readings of one test; the worker's printed text is cut before that
_LINE = re.compile(r"\x1d([0-9]{1,9}) ([0-9.e+-]{1,12}) ([0-9.e+-]{1,12})\n")
_UNKNOWN = "-"  # the accuracy where labels are no class numbers
TITLE = "Training, batch by batch"


@dataclass(frozen=True, slots=True)
class Reading:
    """Means over the batches since the last reading."""

    step: int  # batches so far
    loss: float
    accuracy: float | None  # None where it is not known


def watch_training(submission: Submission) -> None:
    """Have the worker note what it trains from now on, wherever the loss is a cross entropy.

    For the test's report, and for `grade watch` while the test runs. It costs a few microseconds a batch.
    """
    submission.define(note_losses.__name__, inspect.getsource(note_losses))()


def note_losses() -> None:
    """Print loss and accuracy of training batches now and then. Runs in the worker, from its source."""
    import contextlib
    import functools
    import os
    import time
    from collections.abc import Callable
    from typing import Any

    import torch

    # Below torch.nn.functional, so that `loss_fn=F.cross_entropy` and nn.CrossEntropyLoss are met alike.
    # These names are torch's own affair: where they are gone, nothing is noted.
    functions = torch._C._nn
    started = noted = time.monotonic()
    steps = right = seen = 0
    losses: list[float] = []

    def note(loss: torch.Tensor, outputs: torch.Tensor, labels: torch.Tensor) -> None:
        nonlocal noted, steps, right, seen
        if not loss.requires_grad or loss.dim() or loss.device.type != "cpu":
            return
        steps += 1
        losses.append(float(loss.detach()))
        if outputs.dim() == 2 and labels.dim() == 1 and not labels.is_floating_point():
            right += int((outputs.detach().argmax(1) == labels).sum())
            seen += len(labels)
        now = time.monotonic()
        # Rarer and rarer, so that a training of any length fits into what is kept of the printed text.
        if steps == 1 or now - noted >= max(0.25, (now - started) / 40):
            accuracy = f"{right / seen:.4g}" if seen else "-"
            os.write(1, f"\x1d{steps} {sum(losses) / len(losses):.4g} {accuracy}\n".encode())
            noted, right, seen = now, 0, 0
            losses.clear()

    def noting(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(outputs: Any, labels: Any, *rest: Any, **options: Any) -> Any:
            loss = function(outputs, labels, *rest, **options)
            with contextlib.suppress(Exception):  # whatever it is, it must not disturb what is graded
                note(loss, outputs, labels)
            return loss

        return functools.wraps(function)(wrapper)

    for name in ("cross_entropy_loss", "nll_loss_nd"):
        function = getattr(functions, name, None)
        if function is not None:
            setattr(functions, name, noting(getattr(function, "__wrapped__", function)))


def split(output: str) -> tuple[str, list[Reading]]:
    """Return what learner code printed, and the readings of the last training in it."""
    readings: list[Reading] = []
    for match in _LINE.finditer(output):
        reading = _reading(*match.groups())
        if reading is not None:
            if readings and reading.step <= readings[-1].step:
                readings.clear()  # another training
            readings.append(reading)
    return _LINE.sub("", output), readings[:MOST]


def curves_in(output: str) -> Curves | None:
    """Return the curves of the last training in what learner code printed; None where there is none."""
    return curves(split(output)[1])


def curves(readings: Iterable[Reading]) -> Curves | None:
    """Return the readings as something to look at; None where a line would be a point."""
    rows = list(readings)
    if len(rows) < 2:
        return None
    series = {"loss": tuple(row.loss for row in rows)}
    accuracies = tuple(row.accuracy for row in rows if row.accuracy is not None)
    if len(accuracies) == len(rows):
        series["accuracy"] = accuracies
    return Curves(title=TITLE, steps=tuple(row.step for row in rows), series=series)


def _reading(step: str, loss: str, accuracy: str) -> Reading | None:
    try:
        numbers = float(loss), None if accuracy == _UNKNOWN else float(accuracy)
    except ValueError:
        return None
    if any(number is not None and not math.isfinite(number) for number in numbers):
        return None
    return Reading(int(step), *numbers)
