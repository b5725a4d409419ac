"""How long does `grade all` take for one learner who has finished the whole course?

The whole command is timed, start-up included, over a class of one. What each exercise takes once its suite is
loaded is taken from a class of two, of which the second learner's reports count: the graders have met each
exercise by then, where there is one grader (--jobs 1). It has one core, so its seconds are core seconds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from classes import copy_course, forget_results, hand_in, signed
from side_by_side import (
    BIN,
    Contender,
    Timing,
    environment,
    machine,
    machine_line,
    one_core,
    run,
    table,
    take_turns,
)

from autograder.authoring.regions import without_marks
from autograder.course import Course

PROMISED = 1.0  # seconds for an exercise without training, once warm, at most
TRAINED = 20.0  # an exercise with a longer time limit for a test trains a network


def main() -> None:
    """Measure, and print the result."""
    options = _options()
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-course-") as folder:
        course = copy_course(Path(folder) / "course")
        whole = take_turns([_grade_all(Path(folder), course, learners=1)], rounds=options.rounds)[0]
        run(_grade_all(Path(folder), course, learners=2, jobs=1))
        second = Path(folder) / "results" / "learner-2"
        warm = {path.stem: json.loads(path.read_text()) for path in sorted(second.glob("*.json"))}
    if options.json:
        figures = {
            "machine": found,
            "whole": whole.plain(),
            "warm": _seconds(warm),
            "trained": _trained(course),
            "promised": PROMISED,
        }
        print(json.dumps(figures, indent=2))
    else:
        print(_shown(machine_line(found), course, whole, warm))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="runs of the whole command (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def _grade_all(folder: Path, course: Course, *, learners: int, jobs: int | None = None) -> Contender:
    """Return the command for a class in which everybody has handed in every solution."""
    handed_in = folder / f"class-{learners}"
    for number in range(1, learners + 1):
        for exercise in course.exercises:
            learner = f"learner-{number}"
            source = without_marks(exercise.solution.read_text())
            hand_in(handed_in, learner, exercise, signed(source, learner))
    command = [str(BIN / "grade"), "all", str(handed_in), "--out", str(folder / "results"), "--json"]
    return Contender(
        name=f"grade all, {len(course.exercises)} exercises",
        command=(*command, *([] if jobs is None else ["--jobs", str(jobs)])),
        folder=folder / "course",
        environment=environment(),
        prepare=lambda: forget_results(folder),
        core=one_core() if jobs == 1 else None,
    )


def _trained(course: Course) -> list[str]:
    """Return the exercises that train a network."""
    return [exercise.id for exercise in course.exercises if exercise.limits.seconds > TRAINED]


def _seconds(reports: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {name: report["seconds"] for name, report in reports.items()}


def _shown(machine: str, course: Course, whole: Timing, warm: Mapping[str, Mapping[str, float]]) -> str:
    rows: list[Sequence[str]] = [("once warm", "seconds", "tests", "")]
    late, trained = [], _trained(course)
    for exercise in course.exercises:
        report = warm[exercise.id]
        trains = exercise.id in trained
        if not trains and report["seconds"] > PROMISED:
            late.append(exercise.id)
        tests = report["tests"]
        count = len(tests) if isinstance(tests, list) else 0
        rows.append((exercise.id, f"{report['seconds']:.2f}", str(count), "trains" if trains else ""))
    kept = f"no: {', '.join(late)}" if late else "yes"
    return "\n".join(
        (
            machine,
            "",
            f"One learner, {len(course.exercises)} finished exercises: {whole.median:.1f} s "
            f"({min(whole.seconds):.1f} to {max(whole.seconds):.1f}).",
            "",
            table(rows),
            f"Each exercise without training below {PROMISED:g} s once warm: {kept}.",
        )
    )


if __name__ == "__main__":
    main()
