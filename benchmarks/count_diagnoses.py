"""How often does the diagnosis name a mistake, how often does it miss one, and how often is it wrong?

Every misconception is handed in as a submission, and named, missed or taken for another. Every mutant that
fails is handed in too, or with --sample so many of each exercise. Of a mutant nobody knows which
misconception it is, if any; so where one is named, both are run on further inputs, and the claim is false
where they differ there in any test that the misconception fails. Strangers are the right alternatives, and
misconceptions of other exercises: none of them may be named. Prints the table of docs/diagnosis.md, and
to standard error the misconceptions that were not named, and how long the diagnosis of one took.

Where probes stand in for all tests of a suite, as in ex18, which trains for half a minute, no test is run. Of
a misconception the tests of its `caught_by` count as failed, as `grade author verify` proves; of strangers
and mutants all tests, so that everybody is a suspect. A claim about a mutant is false there where it does not
share, on three further draws, the facts that tell the misconception from the solution.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import statistics
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from side_by_side import REPOSITORY

from autograder.authoring import stubs, variants
from autograder.authoring.mutation import equivalents, mutants
from autograder.authoring.mutation.mutants import Mutant
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise, load
from autograder.diagnosis import probing
from autograder.diagnosis.behaviour import alike
from autograder.diagnosis.recognition import TEST_SECONDS, Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Report, Status

_Item = TypeVar("_Item")
FURTHER = ("counting", "counting, once more", "counting, a third time")
HEAD = (
    "| Exercise | Misconceptions | Named | Missed | Misnamed | Strangers | Named | Mutants | Named | False |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)


def main() -> None:
    """Count, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("exercises", nargs="*", help="such as ex03; all of them")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--sample",
        type=int,
        help="so many mutants of each exercise, spread evenly; else all (0: misconceptions alone)",
    )
    parser.add_argument(
        "--strangers", type=int, default=2, help="so many misconceptions of each other exercise (2)"
    )
    parser.add_argument(
        "--test-seconds",
        type=float,
        default=TEST_SECONDS,
        help="tests that take longer are not looked into; a busy machine wants more of them",
    )
    options = parser.parse_args()
    course = load(REPOSITORY / "course.toml")
    chosen = options.exercises or [exercise.id for exercise in course.exercises]
    count = functools.partial(
        _count, sample=options.sample, strangers=options.strangers, test_seconds=options.test_seconds
    )
    print(*HEAD, sep="\n", flush=True)
    total: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=1) as pool:
        for name, counts in pool.imap(count, chosen):
            print(_row(f"{name} {course.exercise(name).title}", counts), flush=True)
            total += counts
    print(_row("**All**", total))


def _count(name: str, sample: int | None, strangers: int, test_seconds: float) -> tuple[str, Counter[str]]:
    """Hand in what one exercise has of known and unknown mistakes."""
    course = load(Path(REPOSITORY, "course.toml"))
    exercise = course.exercise(name)
    counts: Counter[str] = Counter()
    with Grader(course, preload=exercise.preload, many=True) as grader:
        clinic = Clinic(grader, course, exercise, seconds=600, test_seconds=test_seconds)
        hospital = _Hospital(course, exercise, grader, clinic)
        every = {variant.name: variant for variant in variants.read(course, exercise)}
        for variant in every.values():
            if variant.kind == "misconception":
                names = hospital.diagnosed(variant.source, variant.caught_by)
                counts["misconceptions"] += 1
                counts["named" if variant.name in names else "other" if names else "missed"] += 1
                if variant.name not in names:
                    taken = f"taken for {' and '.join(sorted(names))}" if names else "missed"
                    print(f"{name}: {variant.name} {taken}", file=sys.stderr, flush=True)
        middle, longest = statistics.median(hospital.seconds), max(hospital.seconds)
        print(
            f"{name}: a diagnosis took {middle:.2f} s, {longest:.2f} s at most", file=sys.stderr, flush=True
        )
        for stranger in _strangers(course, exercise, strangers):
            names = hospital.diagnosed(stranger.source)
            counts["strangers"] += 1
            counts["misnamed"] += bool(names)
            if names:
                taken = " and ".join(sorted(names))
                print(f"{name}: {stranger.name}, a stranger, taken for {taken}", file=sys.stderr, flush=True)
        for mutant in hospital.failing_mutants(sample):
            names = hospital.diagnosed(mutant.source)
            counts["mutants"] += 1
            counts["diagnosed"] += bool(names)
            for found in names:
                counts["claims"] += 1
                counts["false"] += not hospital.same(mutant.source, every[found])
    return name, counts


class _Hospital:
    """Hands in submissions to one exercise."""

    def __init__(self, course: Course, exercise: Exercise, grader: Grader, clinic: Clinic) -> None:
        self._course, self._exercise, self._grader, self._clinic = course, exercise, grader, clinic
        self._probes = grader.probes(exercise)
        probed = {test for tests in self._probes.values() for test in tests}
        self._all_probed = probed == set(grader.tests(exercise))
        self.seconds: list[float] = []  # that diagnoses took

    def diagnosed(self, source: str, failed: Sequence[str] = ()) -> set[str]:
        """Return which misconceptions a submission is taken for."""
        files = self._files(f"# Handed in.\n{source}")
        report = (
            self._unrun(failed or self._grader.tests(self._exercise))
            if self._all_probed
            else self._grader.grade(self._exercise, files)
        )
        start = time.monotonic()
        report = self._clinic.diagnose(report, files)
        self.seconds.append(time.monotonic() - start)
        return set().union(*(test.diagnosis.names for test in report.tests if test.diagnosis))

    def failing_mutants(self, sample: int | None) -> Iterator[Mutant]:
        """Yield so many mutants, less those that nothing catches in time."""
        made = mutants.make(stubs.read_solution(self._course, self._exercise), self._exercise.solution.name)
        if self._all_probed:
            recorded = equivalents.read(self._course, self._exercise)
            yield from _spread([mutant for mutant in made if not recorded.reason(mutant)], sample)
            return
        for mutant in _spread(made, sample):
            # An endless mutant would spend a limit in each test; with one it is over at once.
            soon = Trial(until=Until.FAILURE, seconds={})
            first = self._grader.grade(self._exercise, self._files(mutant.source), trial=soon)
            if not first.full_marks and not any(test.status == "timeout" for test in first.tests):
                yield mutant

    def same(self, source: str, misconception: Variant) -> bool:
        """Return whether a submission does what a misconception does, on further inputs."""
        ours, theirs = self._files(source), self._files(misconception.source)
        if not self._all_probed:
            tests = misconception.caught_by
            pairs = [[self._clinic.observe(one, tests, draw) for one in (ours, theirs)] for draw in FURTHER]
            return all(alike(a[test], b[test]) for a, b in pairs for test in tests)
        right = self._files(stubs.read_solution(self._course, self._exercise))
        probes = probing.naming(self._probes, misconception.caught_by)
        for draw in FURTHER:
            a, b, c = (self._clinic.observe(one, probes, draw) for one in (ours, theirs, right))
            telling = {probe: probing.telling(probe, c[probe], b[probe]) for probe in probes}
            if not any(telling.values()):
                return False
            if not all(probing.shares(a[probe], b[probe], telling[probe]) for probe in probes):
                return False
        return True

    def _files(self, source: str) -> SubmissionFiles:
        return SubmissionFiles.of_source(f"{self._exercise.module}.py", source)

    def _unrun(self, failed: Collection[str]) -> Report:
        report = self._grader.blank(self._exercise, "", Status.PASSED, "")
        tests = (
            msgspec.structs.replace(test, status=Status.FAILED) if test.id in failed else test
            for test in report.tests
        )
        return msgspec.structs.replace(report, tests=tuple(tests))


def _strangers(course: Course, exercise: Exercise, from_each: int) -> Iterator[Variant]:
    """Yield right alternatives, and misconceptions of each other exercise: none has a mistake of this one."""
    yield from (one for one in variants.read(course, exercise) if one.kind == "alternative")
    for other in course.exercises:
        if other.id != exercise.id:
            foreign = [one for one in variants.read(course, other) if one.kind == "misconception"]
            yield from _spread(foreign, from_each)


def _spread(items: Sequence[_Item], count: int | None) -> list[_Item]:
    """Return so many items, as far from each other as they can be; all of them for None."""
    if count is None or count >= len(items):
        return list(items)
    return [items[number * len(items) // count] for number in range(count)]


def _row(title: str, counts: Counter[str]) -> str:
    keys = (
        "misconceptions",
        "named",
        "missed",
        "other",
        "strangers",
        "misnamed",
        "mutants",
        "diagnosed",
        "false",
    )
    return f"| {title} | {' | '.join(f'{counts[key]:,}' for key in keys)} |"


if __name__ == "__main__":
    main()
