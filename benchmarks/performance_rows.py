"""What the figures of benchmarks say, as rows of the table in docs/performance.md."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any, TypeAlias

Row: TypeAlias = tuple[str, str, str, str]  # what, measured, promised, kept?

Figures: TypeAlias = Mapping[str, Any]  # what a benchmark prints with --json

LEARNERS = 10_000  # of whom the cost of a week is told
THOUSAND = 1000

SUBJECTS = {
    "check": "`grade check ex03`, next to plain pytest",
    "watch": "`grade watch`, from a save to the verdict",
    "all": "`grade all`, next to nbgrader and Otter",
    "floor": "`grade all`, next to the suites alone",
    "class": "a class that grows, and a second run",
    "course": "all 18 exercises of one learner",
    "cluster": "more than one machine",
}


def missing(part: str) -> Row:
    """Return the row of what has not been measured."""
    return (SUBJECTS[part], "not measured yet", "", "")


def check(found: Figures) -> list[Row]:
    """Rows of bench_check.py."""
    ours, theirs = found["commands"]["grade check"], found["commands"]["pytest"]
    ratio, promised = found["ratio"], found["promised"]
    what = "`grade check ex03`, cold and sandboxed: its time over that of plain pytest without a sandbox"
    measured = f"{_span(ratio)} ({ours['median']:.1f} s against {theirs['median']:.1f} s)"
    return [(what, measured, f"at most {promised:g}", _kept(ratio["of_medians"] <= promised))]


def watch(found: Figures) -> list[Row]:
    """Rows of bench_watch.py."""
    seconds, promised = found["watched"], found["promised"]
    measured = f"{statistics.median(seconds):.2f} s, the worst of {len(seconds)} saves {max(seconds):.2f} s"
    what = "`grade watch`, from saving ex03 to the verdict on the screen"
    return [(what, measured, f"below {promised:g} s", _kept(max(seconds) < promised))]


def grade_all(found: Figures) -> list[Row]:
    """Rows of bench_all.py: for each submission of ex03, how many times as long the others take."""
    seconds = {name: statistics.median(each) for name, each in found["seconds_each"].items()}
    made = []
    for one in found["ratios"]:
        theirs, ours, promised = one["theirs"], one["ours"], one["promised"]
        cores = "" if "all cores" in theirs else ", all on one core"
        command, comma, how = ours.partition(", ")
        what = f"{theirs}: its time for a submission of ex03 over that of `{command}`{comma}{how}{cores}"
        measured = f"{_span(one)} ({seconds[theirs]:.2f} s against {seconds[ours]:.3f} s)"
        kept = _kept(one["of_medians"] >= promised) if promised else ""
        made.append((what, measured, f"at least {promised:g}" if promised else "", kept))
    if not found["otter"]:
        made.append(("otter run", "not measured: Otter-Grader was not installed", "at least 80", ""))
    return made


def floor(found: Figures) -> list[Row]:
    """Rows of bench_floor.py."""
    made = []
    for name, one in found["exercises"].items():
        ours, bare = (1000 * statistics.median(one[side]) for side in ("sandboxed", "bare"))
        what = (
            f"`grade all --jobs 1`, {name}: its time for one more submission over that of the suite alone, "
        )
        what += "in one warm process without a sandbox"
        measured = f"{_span(one['ratio'])} ({ours:.0f} ms against {bare:.0f} ms)"
        kept = _kept(one["ratio"]["of_medians"] <= found["promised"])
        made.append((what, measured, f"at most {found['promised']:g}", kept))
    return made


def whole_class(found: Figures) -> list[Row]:
    """Rows of bench_class.py."""
    size, tenths, memory = found["submissions"], found["seconds_of_tenths"], found["pss_mb_of_tenths"]
    again = statistics.median(found["seconds_with_nothing_changed"])
    slower, growth = tenths[-1] / tenths[1], memory[-1]["all"] / memory[1]["all"] - 1
    late, jobs = memory[-1], found["jobs"]
    class_of = f"a class of {size:,} unequal files of {', '.join(found['exercises'])}"
    return [
        (
            f"{class_of}: the time of its last tenth over that of its second",
            f"{slower:.2f} ({tenths[-1]:.0f} s against {tenths[1]:.0f} s)",
            "at most 1",
            _kept(slower <= 1),
        ),
        (
            "the same: memory (PSS) of all long-lived processes, from its second tenth to its last",
            f"{growth:+.1%} (to {late['all']:,.0f} MB)",
            "flat",
            _kept(growth < 0.05),
        ),
        (
            f"the same: memory (PSS) of the command, of {jobs} graders, of their zygotes, of one worker",
            f"{late['command']:.0f}, {late['grader']:.0f}, {late['zygote']:.0f}, "
            f"{found['worker_pss_mb']:.0f} MB; of the worker's, {found['worker_own_mb']:.0f} MB are its own",
            "",
            "",
        ),
        (
            "the same class again, with nothing changed",
            f"{again:.1f} s, {found['graded_of_nothing_changed']} graded",
            "below 3 s for 1,000",
            _kept(again / (size / THOUSAND) < 3 and found["graded_of_nothing_changed"] == 0)
            if size >= THOUSAND
            else "",
        ),
        (
            "and again, with one file changed",
            f"{found['seconds_with_one_changed']:.1f} s, {found['graded_of_one_changed']} graded",
            "that one is graded",
            _kept(found["graded_of_one_changed"] == 1),
        ),
    ]


def course(found: Figures) -> list[Row]:
    """Rows of bench_course.py, and what follows for a week of ten thousand learners."""
    warm, trained = found["warm"], set(found["trained"])
    short = [seconds for name, seconds in warm.items() if name not in trained]
    hours = {
        "one exercise without training each": LEARNERS * statistics.mean(short) / 3600,
        "all exercises each": LEARNERS * sum(warm.values()) / 3600,
    }
    rest = f"{LEARNERS:,} learners a week, "
    return [
        (
            f"one learner with all {len(warm)} exercises: `grade all`, start-up included",
            f"{found['whole']['median']:.0f} s",
            "",
            "",
        ),
        (
            "each exercise without training, once warm, on one core",
            f"{min(short):.2f} to {max(short):.2f} s",
            f"below {found['promised']:g} s",
            _kept(max(short) < found["promised"]),
        ),
        *(
            (f"{rest}{what}, once warm", f"{figure:,.1f} core hours", "", "")
            for what, figure in hours.items()
        ),
    ]


def cluster(found: Figures) -> list[Row]:
    """Rows of bench_cluster.py."""
    one, *more = found["runs"]
    count = len(one["each"])
    made = []
    for run in more:
        nodes = f"{run['nodes']} nodes of one core against one"
        what = f"`grade all --ray auto`, {count} submissions of ex03: {nodes}"
        what += "; there are fewer cores, so the schedule is simulated" if run["simulated"] else ""
        measured = f"{run['ratio']:.2f} times as fast ({run['grading']:.1f} s against {one['grading']:.1f} s)"
        asked = run["nodes"] == found["promised_nodes"]
        promised = f"at least {found['promised']:g}" if asked else ""
        made.append((what, measured, promised, _kept(run["ratio"] >= found["promised"]) if asked else ""))
    killed = found["killed"]
    what = f"one of two nodes killed when {killed['at']} of {killed['of']} were graded"
    return [
        *made,
        (what, "none is lost; files and gradebook as those of one machine", "the same grades", "yes"),
    ]


def machine(found: Figures) -> str:
    """Return the line below the table that says what it was measured on."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return (
        f"Measured on {found['processor']}, {found['cores']} cores, load {found['load']} before the run, "
        f"Python {found['python']}, {versions}."
    )


def _span(ratio: Mapping[str, float]) -> str:
    return f"{_short(ratio['of_medians'])} times, {_short(ratio['low'])} to {_short(ratio['high'])}"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _kept(kept: bool) -> str:
    return "yes" if kept else "**no**"
