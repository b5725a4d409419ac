"""What `grade all` can be asked for, as it is passed on from the command line to whoever grades."""

from __future__ import annotations

from typing import TypedDict

from autograder.batch.place import Place
from autograder.batch.plan import Choice
from autograder.batch.tally import Progress
from autograder.worker.settings import Accelerator


class What(TypedDict, total=False):
    """What of a class to grade, and with what."""

    sandbox: str
    device: Accelerator  # what tests with a GPU get
    full: bool  # on the whole FashionMNIST
    fresh: bool  # grade everything anew
    choice: Choice
    place: Place | None  # None: this machine


class How(What, total=False):
    """How to grade a class, whatever it handed in."""

    jobs: int | None
    progress: Progress | None
