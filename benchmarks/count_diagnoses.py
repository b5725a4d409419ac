"""How often does the diagnosis name a mistake, how often does it miss one, and how often is it wrong?

Every misconception is handed in as a submission, and named, missed or taken for another. Every mutant that
fails is handed in too, or with --sample so many of each exercise. Of a mutant nobody knows which
misconception it is, if any; so where one is named, both are run on further inputs, and the claim is false
where they differ there in any test that the misconception fails. Strangers are the right alternatives, and
misconceptions of other exercises: none of them may be named. Prints the table of docs/diagnosis.md, and
to standard error the misconceptions that were not named.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from side_by_side import REPOSITORY

from autograder.authoring import stubs, variants
from autograder.authoring.mutation import mutants
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise, load
from autograder.diagnosis.behaviour import alike
from autograder.diagnosis.recognition import TEST_SECONDS, Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until

_Item = TypeVar("_Item")
FURTHER = ("counting", "counting, once more", "counting, a third time")
HEAD = (
    "| Exercise | Misconceptions | Named | Missed | Misnamed | Strangers | Named | Mutants | Named | False |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)


def main() -> None:
    """Count, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("exercises", nargs="*", help="such as ex03; all but those that train for long")
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
    chosen = options.exercises or [exercise.id for exercise in course.exercises if exercise.id != "ex18"]
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

        def diagnosed(source: str) -> tuple[set[str], SubmissionFiles]:
            files = SubmissionFiles.of_source(f"{exercise.module}.py", f"# Handed in.\n{source}")
            report = clinic.diagnose(grader.grade(exercise, files), files)
            names = (test.diagnosis.misconception.split(" or ") for test in report.tests if test.diagnosis)
            return {name for several in names for name in several}, files

        for variant in variants.read(course, exercise):
            if variant.kind == "misconception":
                names, _ = diagnosed(variant.source)
                counts["misconceptions"] += 1
                counts["named" if variant.name in names else "other" if names else "missed"] += 1
                if variant.name not in names:
                    taken = f"taken for {' and '.join(sorted(names))}" if names else "missed"
                    print(f"{name}: {variant.name} {taken}", file=sys.stderr, flush=True)
        for stranger in _strangers(course, exercise, strangers):
            names, _ = diagnosed(stranger.source)
            counts["strangers"] += 1
            counts["misnamed"] += bool(names)
            if names:
                taken = " and ".join(sorted(names))
                print(f"{name}: {stranger.name}, a stranger, taken for {taken}", file=sys.stderr, flush=True)
        every = {variant.name: variant for variant in variants.read(course, exercise)}
        made = mutants.make(stubs.read_solution(course, exercise), exercise.solution.name)
        for mutant in _spread(made, sample):
            # An endless mutant would spend a limit in each test; with one it is over at once.
            soon = Trial(until=Until.FAILURE, seconds={})
            files = SubmissionFiles.of_source(f"{exercise.module}.py", mutant.source)
            first = grader.grade(exercise, files, trial=soon)
            if first.full_marks or any(test.status == "timeout" for test in first.tests):
                continue
            counts["mutants"] += 1
            names, files = diagnosed(mutant.source)
            for found in names:
                tests = every[found].caught_by
                theirs = SubmissionFiles.of_source(f"{exercise.module}.py", every[found].source)
                pairs = [
                    (clinic.observe(files, tests, draw), clinic.observe(theirs, tests, draw))
                    for draw in FURTHER
                ]
                same = all(alike(a[test], b[test]) for a, b in pairs for test in tests)
                counts["claims"] += 1
                counts["false"] += not same
            counts["diagnosed"] += bool(names)
    return name, counts


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
