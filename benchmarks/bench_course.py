"""How long does `grade all` take for one learner who has finished the whole course?

The whole command is timed, start-up included, over a class of one. What each exercise takes once its suite is
loaded is taken from a class of two, of which the second learner's reports count: the graders have met each
exercise by then, where there is one grader (--jobs 1).
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from side_by_side import BIN, Contender, Timing, environment, machine, machine_line, run, table, take_turns

from autograder.authoring.regions import without_marks
from autograder.course import Course, load

REPOSITORY = Path(__file__).resolve().parents[1]
PROMISED = 1.0  # seconds for an exercise without training, once warm, at most
TRAINED = 20.0  # an exercise with a longer time limit for a test trains a network


def main() -> None:
    """Measure, and print the result."""
    options = _options()
    found = machine()
    course = load(REPOSITORY / "course.toml")
    with tempfile.TemporaryDirectory(prefix="bench-course-") as folder:
        _copy(Path(folder) / "course")
        whole = take_turns([_grade_all(Path(folder), course, learners=1)], rounds=options.rounds)[0]
        run(_grade_all(Path(folder), course, learners=2, jobs=1))
        second = Path(folder) / "results" / "learner-2"
        warm = {path.stem: json.loads(path.read_text()) for path in sorted(second.glob("*.json"))}
    if options.json:
        print(json.dumps({"machine": found, "whole": whole.plain(), "warm": _seconds(warm)}, indent=2))
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


def _copy(folder: Path) -> None:
    """Copy what grading needs: the repository's gradebook and results are left alone."""
    for name in ("solutions", "exercises", "grader_tests"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "course.toml", folder)


def _grade_all(folder: Path, course: Course, *, learners: int, jobs: int | None = None) -> Contender:
    """Return the command for a class in which everybody has handed in every solution."""
    handed_in = folder / f"class-{learners}"
    for number in range(1, learners + 1):
        for exercise in course.exercises:
            path = handed_in / f"learner-{number}" / exercise.stub.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# Handed in by {number}.\n{without_marks(exercise.solution.read_text())}")

    def forget() -> None:
        shutil.rmtree(folder / "results", ignore_errors=True)
        (folder / "course" / "gradebook.db").unlink(missing_ok=True)

    command = [str(BIN / "grade"), "all", str(handed_in), "--out", str(folder / "results"), "--json"]
    return Contender(
        name=f"grade all, {len(course.exercises)} exercises",
        command=(*command, *([] if jobs is None else ["--jobs", str(jobs)])),
        folder=folder / "course",
        environment=environment(),
        prepare=forget,
    )


def _seconds(reports: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {name: report["seconds"] for name, report in reports.items()}


def _shown(machine: str, course: Course, whole: Timing, warm: Mapping[str, Mapping[str, float]]) -> str:
    rows: list[Sequence[str]] = [("once warm", "seconds", "tests", "")]
    late = []
    for exercise in course.exercises:
        report = warm[exercise.id]
        trains = exercise.limits.seconds > TRAINED
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
