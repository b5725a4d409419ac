"""What probes tell of a misconception: the facts in which it differs from the solution, and who shares them.

A fact in which a misconception is as the solution says nothing about the mistake. So another mistake
besides, which shows in other facts, does not hide it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from autograder.authoring.variants import Variant
from autograder.diagnosis.behaviour import Behaviour, Step, same
from autograder.report import Status
from autograder.testing.probes import Facts

Named: TypeAlias = tuple[str, str]  # a probe and one of its facts
Evidence: TypeAlias = frozenset[Named]
NONE: Evidence = frozenset()


def noted(found: Facts | None) -> Behaviour:
    """Return facts in the form in which behaviours are remembered; None is of a probe without an answer."""
    if found is None:
        return Behaviour(status=Status.ERROR, told="", steps=())
    steps = tuple(Step(operation=name, value=fact) for name, fact in found.items())
    return Behaviour(status=Status.PASSED, told="", steps=steps)


def telling(probe: str, solution: Behaviour, suspect: Behaviour) -> Evidence:
    """Return the facts of one probe, on the same inputs, in which suspect and solution differ."""
    right, wrong = _facts(solution), _facts(suspect)
    return frozenset(
        (probe, fact) for fact in right.keys() & wrong.keys() if not same(right[fact], wrong[fact])
    )


def shares(learner: Behaviour, suspect: Behaviour, facts: Evidence) -> bool:
    """Return whether the learner is as the suspect in all of these facts."""
    seen, wrong = _facts(learner), _facts(suspect)
    return all(fact in seen and same(seen[fact], wrong[fact]) for _, fact in facts)


def mistakes(found: Sequence[tuple[Variant, Evidence]]) -> list[Sequence[Variant]]:
    """Return the mistakes that evidence of one test shows, each with all suspects who show just that.

    What shows in different facts are several mistakes, all of which the learner made. A suspect whose facts
    are a part of another's is no mistake besides: that other one explains more.
    """
    kept: dict[Evidence, list[Variant]] = {}
    for suspect, facts in found:
        if not any(facts < others for _, others in found):
            kept.setdefault(facts, []).append(suspect)
    return [*kept.values()]


def naming(probes: Mapping[str, Collection[str]], tests: Collection[str]) -> list[str]:
    """Return the probes that can explain one of these tests."""
    return [name for name, explained in probes.items() if not set(tests).isdisjoint(explained)]


def _facts(found: Behaviour) -> dict[str, object]:
    return {step.operation: step.value for step in found.steps}
