"""No attack of the corpus gains a point, gets a secret out, or leaves anything behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.arena import Arena, open_arena
from tests.attacks.attack import Attack, collect
from tests.worker.confinement import need


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    """One grader for the whole corpus, so that an attack could hurt those that follow."""
    from autograder.worker.layers import Layer

    need(*Layer)
    with open_arena() as arena:
        yield arena


@pytest.mark.parametrize("attack", collect(), ids=lambda attack: attack.name)
def test_attack(arena: Arena, attack: Attack) -> None:
    """It gets the points that its code earns, and nothing else."""
    outcome = arena.attempt(attack)
    assert not outcome.gains, attack.tries
