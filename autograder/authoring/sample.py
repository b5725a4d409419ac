"""Samples: a part of what there is to check, drawn by the names alone, so that everybody draws the same.

Each item is ranked by a hash of its name and the seed. Another item more or less changes one place of the
sample, and the seed, where none is given, follows from the exercise's solution and suite: as long as they
stay the same, so does the sample.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from autograder.course import Exercise

Item = TypeVar("Item")


def seed_of(exercise: Exercise) -> str:
    """Return the seed that follows from an exercise's solution and suite."""
    digest = hashlib.blake2b(digest_size=4)
    for path in (exercise.solution, exercise.suite):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def draw(items: Sequence[Item], number: int | None, seed: str, name: Callable[[Item], str]) -> list[Item]:
    """Return `number` of the items in their order; None: all."""
    if number is None or number >= len(items):
        return list(items)

    def rank(place: int) -> bytes:
        return hashlib.blake2b(f"{seed}\n{name(items[place])}".encode(), digest_size=8).digest()

    chosen = sorted(range(len(items)), key=rank)[:number]
    return [items[place] for place in sorted(chosen)]
