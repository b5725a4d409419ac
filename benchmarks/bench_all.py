"""How many submissions does `grade all` grade in the time in which nbgrader's autograde grades one?

Both grade the same sources with the same suite: here modules, there notebooks with a cell for each function
and each test. Both are timed as whole commands, start-up included, and take turns. nbgrader takes seconds for
each notebook, so it gets fewer. To be fair to it, its start-up is shared by a class as large as ours: what
further notebooks cost is found from one more run, over a single notebook.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notebooks import NotebookCourse
from side_by_side import (
    BIN,
    REPOSITORY,
    Contender,
    Ratio,
    Timing,
    environment,
    machine,
    machine_line,
    table,
    take_turns,
)

from autograder.authoring import variants
from autograder.authoring.regions import without_marks
from autograder.course import Course, load
from autograder.grading import suites

EXERCISE = "ex03"
PROMISED = 20.0  # times nbgrader's throughput, at least

GRADE, SINGLE = "grade all", "grade all --jobs 1"
COPIES, AGAIN = "grade all, of copies", "grade all, nothing changed"
OURS = (GRADE, SINGLE, COPIES, AGAIN)
NBGRADER, ONE = "nbgrader autograde", "nbgrader autograde, one notebook"


def main() -> None:
    """Measure, check the scores, and print the result."""
    options = _options()
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-all-") as folder:
        timings = _measure(Path(folder), options)
    shares = _seconds_each(timings, options)
    ratios = {name: Ratio.of(shares[NBGRADER], shares[name]) for name in OURS if name in shares}
    if options.json:
        print(json.dumps(_plain(found, timings, shares, ratios), indent=2))
    else:
        print(_shown(found, timings, options, shares, ratios))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is compared."""

    learners: int
    notebooks: int
    rounds: int
    jobs: int | None
    single: bool
    json: bool


def _options() -> Options:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=60, help="submissions for `grade all` (60)")
    parser.add_argument("--notebooks", type=int, default=6, help="how many of them nbgrader gets too (6)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (3)")
    parser.add_argument("--jobs", type=int, help="`grade all --jobs`; as many as there are cores")
    parser.add_argument("--single", action="store_true", help="also on one core: nbgrader uses no more")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = Options(**vars(parser.parse_args()))
    if not 2 <= options.notebooks <= options.learners or options.rounds < 1:
        parser.error("--notebooks must be from 2 to --learners, and --rounds at least 1")
    return options


def _measure(folder: Path, options: Options) -> dict[str, Timing]:
    """Time all commands, and end the benchmark where nbgrader's scores are not ours."""
    course = copy_course(folder / "course")
    submissions = class_of(course, options.learners)
    name = course.exercise(EXERCISE).stub.name
    hand_in(submissions, folder / "class", name)
    hand_in(dict(zip(submissions, _sources(course), strict=False)), folder / "class-of-copies", name)
    some = _notebooks(folder / "some-notebooks", course, submissions, options.notebooks)
    one = _notebooks(folder / "one-notebook", course, submissions, 1)
    contenders = [*_grade_all(folder, options), some.autograde(NBGRADER), one.autograde(ONE)]
    timings = take_turns(contenders, rounds=options.rounds)
    _check_scores(timings[0].output, some.scores(), list(submissions)[: options.notebooks])
    return {contender.name: timing for contender, timing in zip(contenders, timings, strict=True)}


def copy_course(folder: Path) -> Course:
    """Copy what grading needs: the repository's gradebook and results are left alone."""
    for name in ("solutions", "exercises", "grader_tests"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "course.toml", folder)
    return load(folder / "course.toml")


def class_of(course: Course, count: int, exercise: str = EXERCISE) -> dict[str, str]:
    """Return modules by learner, no two alike."""
    learners = [f"learner-{number:03}" for number in range(1, count + 1)]
    return {
        learner: f"# Handed in by {learner}.\n{source}"
        for learner, source in zip(learners, _sources(course, exercise), strict=False)
    }


def _sources(course: Course, name: str = EXERCISE) -> Iterator[str]:
    """Yield modules without end: in turn the solution, an alternative and a misconception."""
    exercise = course.exercise(name)
    found = variants.read(course, exercise)
    kinds = [[without_marks(exercise.solution.read_text())]] + [
        [variant.source for variant in found if variant.kind == kind]
        for kind in ("alternative", "misconception")
    ]
    for sources in itertools.cycle([itertools.cycle(kind) for kind in kinds]):
        yield next(sources)


def hand_in(submissions: Mapping[str, str], folder: Path, name: str) -> None:
    """Write a class into a folder, as `grade all` expects it."""
    for learner, source in submissions.items():
        (folder / learner).mkdir(parents=True)
        (folder / learner / name).write_text(source)


def _notebooks(folder: Path, course: Course, submissions: Mapping[str, str], count: int) -> NotebookCourse:
    """Make a course of nbgrader's in which the first learners have handed in."""
    exercise = course.exercise(EXERCISE)
    notebooks = NotebookCourse(folder, exercise, suites.tests(exercise))
    notebooks.make(dict(list(submissions.items())[:count]))
    return notebooks


def _grade_all(folder: Path, options: Options) -> list[Contender]:
    jobs = ["--jobs", str(options.jobs)] if options.jobs else []

    def forget() -> None:
        shutil.rmtree(folder / "results", ignore_errors=True)
        (folder / "course" / "gradebook.db").unlink(missing_ok=True)

    def contender(name: str, *more: str, of: str = "class", anew: bool = True) -> Contender:
        places = (str(folder / of), "--out", str(folder / "results"))
        return Contender(
            name=name,
            command=(str(BIN / "grade"), "all", *places, "--json", *more),
            folder=folder / "course",
            environment=environment(),
            accepts=frozenset({0, 1}),  # 1: somebody has not got full marks
            prepare=forget if anew else lambda: None,
        )

    return [
        contender(GRADE, *jobs),
        contender(AGAIN, *jobs, anew=False),  # directly after the one whose results it finds
        contender(COPIES, *jobs, of="class-of-copies"),
        *([contender(SINGLE, "--jobs", "1")] if options.single else []),
    ]


def _check_scores(ours: str, theirs: Mapping[str, float], learners: Sequence[str]) -> None:
    """Both must have done the same work: each submission has the same score on both sides."""
    scores = {report["learner"]: report["score"] for report in json.loads(ours)["reports"]}
    different = [
        f"{learner}: {scores[learner]} by grade, {theirs.get(learner)} by nbgrader"
        for learner in learners
        if theirs.get(learner) != scores[learner]
    ]
    if different:
        sys.exit("The two do not agree, so their times compare nothing:\n" + "\n".join(different))


def _seconds_each(timings: Mapping[str, Timing], options: Options) -> dict[str, list[float]]:
    """Return the seconds for a submission in a class of the same size, by command, a figure a round."""
    each = {
        name: [seconds / options.learners for seconds in timings[name].seconds]
        for name in OURS
        if name in timings
    }
    pairs = zip(timings[ONE].seconds, timings[NBGRADER].seconds, strict=True)
    each[NBGRADER] = [_in_class_of(options.learners, one, many, options.notebooks) for one, many in pairs]
    return each


def _in_class_of(size: int, one: float, many: float, notebooks: int) -> float:
    """Return nbgrader's seconds for each of `size` notebooks, from those for one and for some."""
    further = (many - one) / (notebooks - 1)  # each notebook after the first
    return (one + (size - 1) * further) / size


def _shown(
    found: Mapping[str, object],
    timings: Mapping[str, Timing],
    options: Options,
    shares: Mapping[str, Sequence[float]],
    ratios: Mapping[str, Ratio],
) -> str:
    sizes = dict.fromkeys(OURS, options.learners) | {NBGRADER: options.notebooks, ONE: 1}
    header = ("seconds", "submissions", "median", "min", "max", f"for each of {options.learners}")
    rows: list[tuple[str, ...]] = [header]
    for name, timing in timings.items():
        share = f"{statistics.median(shares[name]):.3f}" if name in shares else ""
        figures = (f"{value:.2f}" for value in (timing.median, min(timing.seconds), max(timing.seconds)))
        rows.append((name, str(sizes[name]), *figures, share))
    told = [
        *(f"nbgrader takes {ratio} times as long as {name} for as many." for name, ratio in ratios.items()),
        f"Promised for {GRADE}: at least {PROMISED:g}. Scores agree on all {options.notebooks} notebooks.",
    ]
    return "\n".join([machine_line(found), "", table(rows), "", *told])


def _plain(
    found: Mapping[str, object],
    timings: Mapping[str, Timing],
    shares: Mapping[str, Sequence[float]],
    ratios: Mapping[str, Ratio],
) -> dict[str, object]:
    return {
        "machine": found,
        "commands": {name: timing.plain() for name, timing in timings.items()},
        "seconds_each": shares,
        "ratios": {name: ratio.plain() for name, ratio in ratios.items()},
        "promised": PROMISED,
    }


if __name__ == "__main__":
    main()
