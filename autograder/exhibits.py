"""What a test can show besides its verdict: curves of a training, a confusion matrix, mistaken images.

They are for the learner's eyes and change no score. The numbers of `Curves` come from the process in which
learner code runs, so nothing may follow from them.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Curves(msgspec.Struct, frozen=True, kw_only=True, tag="curves"):
    """How numbers went while a model was trained."""

    title: str
    steps: tuple[int, ...]  # batches so far, rising
    series: dict[str, tuple[float, ...]]  # "loss" and the like, a number for each of `steps`


class Confusion(msgspec.Struct, frozen=True, kw_only=True, tag="confusion"):
    """How often each class was taken for each."""

    title: str
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]  # a row a true class, a column a predicted one


class Mistaken(msgspec.Struct, frozen=True, kw_only=True):
    """One image that was taken for something else."""

    pixels: bytes  # side * side, row by row, 0 is black
    true: str
    predicted: str


class Mistakes(msgspec.Struct, frozen=True, kw_only=True, tag="mistakes"):
    """Some of the images that were taken for something else."""

    title: str
    side: int  # pixels
    images: tuple[Mistaken, ...]


Exhibit: TypeAlias = Curves | Confusion | Mistakes
