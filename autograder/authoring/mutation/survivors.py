"""What became of an exercise's mutants: the promise that its suite finds them out, as rows of `verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.authoring.mutation.equivalents import MODULE, Equivalents
from autograder.authoring.mutation.mutants import Mutant
from autograder.authoring.mutation.trials import Outcome
from autograder.authoring.rows import Check, Row, plural, row
from autograder.course import Exercise
from autograder.report import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutants:
    """The mutants of one exercise."""

    every: Sequence[Mutant]
    chosen: Sequence[Mutant]  # those to grade: all, or a sample
    equivalents: Equivalents  # why some may survive


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of an exercise's mutants."""

    made: Mutants
    outcomes: Sequence[Outcome]  # of the chosen ones, as they came
    seconds: float  # wall time of grading them

    @property
    def killed(self) -> int:
        """How many a test found out."""
        return len(self.outcomes) - len(self._alive)

    @property
    def equivalent(self) -> int:
        """How many of the others are recorded."""
        return sum(bool(self.made.equivalents.reason(mutant)) for mutant in self._alive)

    @property
    def survivors(self) -> list[Mutant]:
        """Those of the others that are not recorded, in the order of their lines."""
        alive = [mutant for mutant in self._alive if not self.made.equivalents.reason(mutant)]
        return sorted(alive, key=lambda mutant: mutant.line)

    @property
    def _alive(self) -> list[Mutant]:
        return [
            outcome.mutant
            for outcome in self.outcomes
            if not outcome.killed_by or (self.made.equivalents.reason(outcome.mutant) and _too_slow(outcome))
        ]

    @property
    def rate(self) -> float:
        """The share of the mutants that were killed, the equivalent ones left out."""
        counted = len(self.outcomes) - self.equivalent
        return self.killed / counted if counted else 1.0


def rows(exercise: Exercise, tally: Tally) -> Iterator[Row]:
    """Yield a row for each survivor, for each record that is out of date, and for the sum."""
    for mutant in tally.survivors:
        yield row(exercise, Check.MUTANT, mutant.id, f"survives: {mutant.description}")
    yield from _stale(exercise, tally)
    yield row(exercise, Check.MUTANTS, "solution", "", summary(tally))


def summary(tally: Tally) -> str:
    """Say in one line what became of the mutants."""
    parts = [f"{tally.killed} killed", f"{tally.equivalent} equivalent", f"{len(tally.survivors)} survive"]
    number = plural(len(tally.outcomes), "mutant")
    of_all = "" if len(tally.outcomes) == len(tally.made.every) else f" of {len(tally.made.every)}"
    return f"{number}{of_all}: {', '.join(parts)} ({tally.rate:.1%}) in {tally.seconds:.0f} s"


def _stale(exercise: Exercise, tally: Tally) -> Iterator[Row]:
    known = {mutant.id for mutant in tally.made.every}
    killers = {outcome.mutant.id: outcome.killed_by for outcome in tally.outcomes if not _too_slow(outcome)}
    owners = {mutant.owner or MODULE for mutant in tally.made.every}
    for name in sorted(set(tally.made.equivalents.free) - owners):
        problem = "is recorded as free, and no mutant changes such a function; remove the line"
        yield row(exercise, Check.EQUIVALENT, name, problem)
    for identifier in tally.made.equivalents.reasons:
        problem = ""
        if identifier not in known:
            problem = "is recorded as equivalent, and there is no such mutant any more; remove the line"
        elif killers.get(identifier):
            problem = f"is recorded as equivalent, but {killers[identifier]} finds it out; remove the line"
        if problem:
            yield row(exercise, Check.EQUIVALENT, identifier, problem)


def _too_slow(outcome: Outcome) -> bool:
    """Whether a mutant ran out of time: of one that is only slower, some machines say so and some do not."""
    return outcome.status == Status.TIMEOUT
