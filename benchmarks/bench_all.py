"""How many submissions does `grade all` grade in the time in which nbgrader or Otter-Grader grades one?

All grade the same sources with the same suite: here modules, for nbgrader notebooks with a cell for each
function and each test, for Otter modules with a file for each test. All are timed as whole commands, start-up
included, and take turns. The others take seconds for each submission, so they get fewer. To be fair to
nbgrader, its start-up is shared by a class as large as ours: what further notebooks cost is found from one
more run, over a single notebook. `otter run` grades one submission; where that is run on many cores, as many
commands run at once. Otter's Python interface can share its start-up too, and has a row of its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import otter_course
from classes import copy_course, forget_results, hand_in, signed, sources
from notebooks import NotebookCourse
from otter_course import OtterCourse
from side_by_side import (
    BIN,
    Contender,
    Ratio,
    Timing,
    environment,
    machine,
    machine_line,
    one_core,
    table,
    take_turns,
)

from autograder.course import Course
from autograder.grading import suites

EXERCISE = "ex03"

# On one core, for all sides. Then on all cores.
GRADE_1, NBGRADER_1, ONE_1, OTTER_1, SHARED_1 = (
    "grade all --jobs 1",
    "nbgrader autograde",
    "nbgrader autograde, one notebook",
    "otter run",
    "otter's Python interface",
)
GRADE, COPIES, NBGRADER, ONE, OTTER = (
    "grade all, all cores",
    "grade all, of copies, all cores",
    "nbgrader autograde, all cores",
    "nbgrader autograde, one notebook, all cores",
    "otter run, all cores",
)
# Theirs, ours, and how many times as long theirs takes for a submission, at least: what was promised.
PAIRS = (
    (NBGRADER_1, GRADE_1, 40.0),
    (OTTER_1, GRADE_1, 80.0),
    (SHARED_1, GRADE_1, None),
    (NBGRADER, GRADE, None),
    (OTTER, GRADE, None),
    (NBGRADER, COPIES, None),
)


def main() -> None:
    """Measure, check the scores, and print the result."""
    options = _options()
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-all-") as folder:
        timings = _Comparison(Path(folder), options).measure()
    shares = _seconds_each(timings, options)
    ratios = [
        (theirs, ours, Ratio.of(shares[theirs], shares[ours]), promised)
        for theirs, ours, promised in PAIRS
        if theirs in shares and ours in shares
    ]
    if options.json:
        print(json.dumps(_plain(found, timings, options, shares, ratios), indent=2))
    else:
        print(_shown(found, timings, options, shares, ratios))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is compared."""

    learners: int
    notebooks: int
    rounds: int
    cores: str
    otter: Path
    json: bool


def _options() -> Options:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=60, help="submissions for `grade all` (60)")
    parser.add_argument("--notebooks", type=int, default=4, help="how many of them the others get too (4)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (3)")
    parser.add_argument(
        "--cores", choices=("one", "all", "both"), default="both", help="on how many cores (both, in turn)"
    )
    parser.add_argument(
        "--otter",
        type=Path,
        default=Path(sys.executable),
        metavar="PYTHON",
        help="a Python that has otter-grader, torch and this project (the one that runs this)",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = Options(**vars(parser.parse_args()))
    if not 2 <= options.notebooks <= options.learners or options.rounds < 1:
        parser.error("--notebooks must be from 2 to --learners, and --rounds at least 1")
    return options


class _Comparison:
    """Three courses of the same submissions: ours, nbgrader's and, where there is one, Otter's."""

    def __init__(self, folder: Path, options: Options) -> None:
        self._folder = folder
        self._options = options
        course = copy_course(folder / "course")
        submissions = _submissions(course, options.learners)
        _hand_in(course, submissions, folder / "class")
        copies = itertools.islice(sources(course, course.exercise(EXERCISE)), options.learners)
        _hand_in(course, dict(zip(submissions, copies, strict=True)), folder / "class-of-copies")
        self._some = dict(list(submissions.items())[: options.notebooks])
        self._notebooks = _notebooks(folder / "some-notebooks", course, self._some)
        self._one = _notebooks(folder / "one-notebook", course, dict(list(self._some.items())[:1]))
        self._otter = _otter(folder / "otter", course, self._some, options.otter)

    def measure(self) -> dict[str, Timing]:
        """Time all commands, and end the benchmark where somebody's scores are not ours."""
        contenders = [
            *(self._on_one_core() if self._options.cores != "all" else ()),
            *(self._on_all_cores() if self._options.cores != "one" else ()),
        ]
        timings = take_turns(contenders, rounds=self._options.rounds)
        found = {one.name: timing for one, timing in zip(contenders, timings, strict=True)}
        for name in {GRADE, GRADE_1} & set(found):
            self._check_scores(found[name].output)
        return found

    def _on_one_core(self) -> list[Contender]:
        core = one_core()
        contenders = [
            self._grade_all(GRADE_1, "--jobs", "1", core=core),
            self._notebooks.autograde(NBGRADER_1, core=core),
            self._one.autograde(ONE_1, core=core),
        ]
        if self._otter is not None:
            contenders += [
                self._otter.run(OTTER_1, core=core),
                self._otter.in_one_process(SHARED_1, core=core),
            ]
        return contenders

    def _on_all_cores(self) -> list[Contender]:
        contenders = [
            self._grade_all(GRADE),
            self._grade_all(COPIES, of="class-of-copies"),
            self._notebooks.autograde(NBGRADER),
            self._one.autograde(ONE),
        ]
        if self._otter is not None:
            contenders.append(self._otter.run(OTTER, at_once=otter_course.cores()))
        return contenders

    def _grade_all(self, name: str, *more: str, of: str = "class", core: int | None = None) -> Contender:
        places = (str(self._folder / of), "--out", str(self._folder / "results"))
        return Contender(
            name=name,
            command=(str(BIN / "grade"), "all", *places, "--json", *more),
            folder=self._folder / "course",
            environment=environment(),
            accepts=frozenset({0, 1}),  # 1: somebody has not got full marks
            prepare=lambda: forget_results(self._folder),
            core=core,
        )

    def _check_scores(self, ours: str) -> None:
        """All must have done the same work: each submission has the same score on every side."""
        scores = {report["learner"]: report["score"] for report in json.loads(ours)["reports"]}
        sides = {"nbgrader": self._notebooks.scores()}
        if self._otter is not None:
            sides["otter"] = self._otter.scores()
        different = [
            f"{learner}: {scores[learner]} by grade, {theirs.get(learner)} by {side}"
            for side, theirs in sides.items()
            for learner in self._some
            if theirs.get(learner) != scores[learner]
        ]
        if different:
            sys.exit("They do not agree, so their times compare nothing:\n" + "\n".join(different))


def _submissions(course: Course, count: int) -> dict[str, str]:
    """Return modules by learner, no two alike."""
    learners = [f"learner-{number:03}" for number in range(1, count + 1)]
    made = sources(course, course.exercise(EXERCISE))
    return {learner: signed(source, learner) for learner, source in zip(learners, made, strict=False)}


def _hand_in(course: Course, submissions: Mapping[str, str], folder: Path) -> None:
    for learner, source in submissions.items():
        hand_in(folder, learner, course.exercise(EXERCISE), source)


def _notebooks(folder: Path, course: Course, submissions: Mapping[str, str]) -> NotebookCourse:
    """Make a course of nbgrader's in which these learners have handed in."""
    exercise = course.exercise(EXERCISE)
    notebooks = NotebookCourse(folder, exercise, suites.tests(exercise))
    notebooks.make(submissions)
    return notebooks


def _otter(folder: Path, course: Course, submissions: Mapping[str, str], python: Path) -> OtterCourse | None:
    """Make an autograder of Otter's for these submissions; None, with a word on it, where there is none."""
    if not otter_course.version(python):
        print(
            f"Otter-Grader is left out: {python} has none. To compare: {otter_course.INSTALL}",
            file=sys.stderr,
        )
        return None
    exercise = course.exercise(EXERCISE)
    otter = OtterCourse(folder, exercise, suites.tests(exercise), python)
    otter.make(submissions)
    return otter


def _seconds_each(timings: Mapping[str, Timing], options: Options) -> dict[str, list[float]]:
    """Return the seconds for a submission in a class of the same size, by command, a figure a round."""
    ours = {GRADE, GRADE_1, COPIES}
    each = {
        name: [
            seconds / (options.learners if name in ours else options.notebooks) for seconds in timing.seconds
        ]
        for name, timing in timings.items()
        if name not in (ONE, ONE_1)
    }
    for many, one in ((NBGRADER, ONE), (NBGRADER_1, ONE_1)):
        if many in timings:
            pairs = zip(timings[one].seconds, timings[many].seconds, strict=True)
            each[many] = [_in_class_of(options.learners, a, b, options.notebooks) for a, b in pairs]
    return each


def _in_class_of(size: int, one: float, many: float, notebooks: int) -> float:
    """Return nbgrader's seconds for each of `size` notebooks, from those for one and for some."""
    further = (many - one) / (notebooks - 1)  # each notebook after the first
    return (one + (size - 1) * further) / size


Ratios = Sequence[tuple[str, str, Ratio, float | None]]


def _shown(
    found: Mapping[str, object],
    timings: Mapping[str, Timing],
    options: Options,
    shares: Mapping[str, Sequence[float]],
    ratios: Ratios,
) -> str:
    rows: list[tuple[str, ...]] = [("seconds", "median", "min", "max", "for each submission")]
    for name, timing in timings.items():
        share = f"{statistics.median(shares[name]):.3f}" if name in shares else ""
        figures = (f"{value:.2f}" for value in (timing.median, min(timing.seconds), max(timing.seconds)))
        rows.append((name, *figures, share))
    told = [
        f"{theirs} takes {ratio} times as long as {ours}, for each submission"
        + (f"; promised: at least {promised:g}." if promised else ".")
        for theirs, ours, ratio, promised in ratios
    ]
    sizes = f"{options.learners} submissions for `grade all`, {options.notebooks} of them for the others:"
    agreed = f"All scores of these {options.notebooks} agree."
    return "\n".join([machine_line(found), "", sizes, table(rows), "", *told, agreed])


def _plain(
    found: Mapping[str, object],
    timings: Mapping[str, Timing],
    options: Options,
    shares: Mapping[str, Sequence[float]],
    ratios: Ratios,
) -> dict[str, object]:
    return {
        "machine": found,
        "learners": options.learners,
        "notebooks": options.notebooks,
        "otter": otter_course.version(options.otter),
        "commands": {name: timing.plain() for name, timing in timings.items()},
        "seconds_each": shares,
        "ratios": [
            {"theirs": theirs, "ours": ours, **ratio.plain(), "promised": promised}
            for theirs, ours, ratio, promised in ratios
        ],
    }


if __name__ == "__main__":
    main()
