"""The submissions that `verify` grades, each of known worth, with the judge of its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.authoring import judges, wrong
from autograder.authoring.judges import Judge
from autograder.authoring.rows import Check
from autograder.authoring.variants import Variant
from autograder.course import Exercise
from autograder.grading.trial import Trial, Until


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One submission with the judge of its report."""

    check: Check
    subject: str
    source: str
    judge: Judge
    fine: str = ""  # what to say where the judge has nothing to say; nothing: the points
    trial: Trial | None = None  # None: all tests run


def right(solution: str) -> Case:
    """Return the case of the solution itself."""
    return Case(check=Check.SOLUTION, subject="solution", source=solution, judge=judges.full)


def untouched(stub: str) -> Case:
    """Return the case of a stub as learners get it."""
    return Case(check=Check.STUB, subject="stub", source=stub, judge=judges.untouched)


def of_variants(exercise: Exercise, solution: str, found: Sequence[Variant]) -> list[Case]:
    """Return the cases of alternatives, misconceptions and generic wrong modules."""
    return [
        *(_of_variant(variant) for variant in found),
        *(
            Case(
                check=Check.WRONG,
                subject=kind,
                source=wrong.make(solution, kind),
                judge=judges.scores_nothing(exercise.tolerates.get(kind, "")),
            )
            for kind in wrong.KINDS
        ),
    ]


def _of_variant(variant: Variant) -> Case:
    if variant.kind == "alternative":
        return Case(check=Check.ALTERNATIVE, subject=variant.name, source=variant.source, judge=judges.full)
    return Case(
        check=Check.MISCONCEPTION,
        subject=variant.name,
        source=variant.source,
        judge=judges.catches(variant.caught_by),
        fine=f"caught by {', '.join(variant.caught_by)}",
        # Whether other tests fail too is nobody's promise.
        trial=Trial(until=Until.CAUGHT, first=variant.caught_by),
    )
