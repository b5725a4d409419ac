"""How much faster does `grade all --ray` grade on 2 and 4 nodes than on one, and what if a node is killed?

Nodes are Ray nodes on this machine, each held to one core. Where there are fewer cores than nodes, the
schedule is simulated and the output says so: the real pool hands out the submissions, on a clock that each of
them advances by the time that it took on one node. What is timed is the grading, from the moment at which a
grader is ready until the last report is written; starting Ray and graders is told besides.

Afterwards a node is killed with half of the class graded. Whatever was run, report files, table and gradebook
must be those of `grade all` on this machine, to the byte, durations apart.
"""

from __future__ import annotations

import argparse
import contextlib
import heapq
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
from classes import copy_course, hand_in, signed, sources
from side_by_side import REPOSITORY, machine, machine_line

sys.path.insert(0, str(REPOSITORY))  # the tests' cluster

from autograder.batch.place import Opened, Order
from autograder.batch.run import grade_class
from autograder.batch.tally import Step
from autograder.cluster.place import RayCluster, on_ray
from autograder.cluster.pool import ClusterPool
from autograder.cluster.software import software_here
from autograder.course import Course, load, with_gradebook
from autograder.report_row import ReportRow
from tests.batch.crashes import left_by
from tests.cluster.local_cluster import LocalCluster, local_cluster

EXERCISE = "ex03"
PROMISED = 3.4  # times as fast, 4 nodes against one
NODES = (1, 2, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One class, graded on so many nodes."""

    nodes: int
    start: float  # seconds until the first grader was ready
    grading: float  # and from then on until the last report was there
    each: tuple[float, ...]  # what each submission took, in the order in which they were begun
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """When a node was killed in a run that left the same as one on this machine."""

    at: int  # submissions that were graded by then
    of: int

    def __str__(self) -> str:
        return (
            f"A node of two was killed when {self.at} of {self.of} were graded: none is lost, and all files "
            "and the gradebook are those of grade all on this machine, durations apart."
        )


def main() -> None:
    """Measure, compare what is left, and print the result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=40, help="submissions, no two alike (40)")
    parser.add_argument("--exercise", default=EXERCISE, help=f"the exercise that they are of ({EXERCISE})")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--drive", nargs=5, help=argparse.SUPPRESS)  # what `_drive` is started with
    options = parser.parse_args()
    if options.drive:
        return _drive(*options.drive)
    if importlib.util.find_spec("ray") is None:
        sys.exit('Ray is not installed (pip install "torchgrade[cluster]"): there is nothing to measure.')
    found, cores = machine(), sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="bench-cluster-") as folder:
        scene = _Scene(Path(folder), options.exercise, options.learners)
        _tell("grade all on this machine")
        expected = scene.locally()
        runs = [_on_nodes(scene, nodes, cores, expected) for nodes in NODES if nodes <= len(cores)]
        simulated = [_simulated(runs[0], nodes) for nodes in NODES if nodes > len(cores)]
        killed = _with_a_node_killed(scene, cores, expected)
    all_runs = [*runs, *simulated]
    if options.json:
        plain = [asdict(run) | {"ratio": runs[0].grading / run.grading} for run in all_runs]
        promises = {"promised": PROMISED, "promised_nodes": NODES[-1]}
        print(json.dumps({"machine": found, **promises, "runs": plain, "killed": asdict(killed)}, indent=2))
    else:
        print("\n".join([machine_line(found), "", *_shown(all_runs, options), "", str(killed)]))


class _Scene:
    """A course, a class, and folders for what runs leave."""

    def __init__(self, folder: Path, exercise: str, learners: int) -> None:
        self.folder = folder
        self.course = copy_course(folder / "course")
        chosen = self.course.exercise(exercise)
        made = sources(self.course, chosen)
        for number, source in zip(range(1, learners + 1), made, strict=False):
            learner = f"learner-{number:03}"
            hand_in(folder / "class", learner, chosen, signed(source, learner))

    def locally(self) -> dict[str, Any]:
        """Grade with `grade all` on this machine, and return what is left."""
        outcome = grade_class(self.book("locally"), self.folder / "class", self.folder / "locally")
        if outcome.failures:
            sys.exit(f"grade all failed: {outcome.failures[0]}")
        return left_by(self.folder / "locally", self.book("locally"))

    def book(self, name: str) -> Course:
        """Return the course with a gradebook of this name."""
        return with_gradebook(self.course, f"sqlite:///{self.folder / name}.db")

    def compare(self, name: str, expected: dict[str, Any]) -> None:
        """End the benchmark where a run left something else."""
        found = left_by(self.folder / name, self.book(name))
        if different := [key for key in {**expected, **found} if expected.get(key) != found.get(key)]:
            sys.exit(f"{name}: other results than on this machine, {different[0]} first")


def _on_nodes(scene: _Scene, nodes: int, cores: Sequence[int], expected: dict[str, Any]) -> Run:
    _tell(f"nodes: {nodes}")
    name = f"on-{nodes}"
    with local_cluster(*[1] * nodes, cores=cores[:nodes]) as cluster:
        said = _driven(scene, cluster, name)
    scene.compare(name, expected)
    return Run(nodes=nodes, start=said["start"], grading=said["grading"], each=tuple(said["each"]))


def _with_a_node_killed(scene: _Scene, cores: Sequence[int], expected: dict[str, Any]) -> Killed:
    _tell("2 nodes, of which one is killed")
    with local_cluster(1, 1, cores=[cores[0], cores[-1]]) as cluster:
        said = _driven(scene, cluster, "killed", kill=cluster.kill)
    scene.compare("killed", expected)
    return Killed(at=said["killed_at"], of=len(said["each"]))


def _driven(
    scene: _Scene, cluster: LocalCluster, name: str, *, kill: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Grade in a process of its own, since Ray is connected to once a process; return what it measured."""
    nodes, kills = str(len(cluster.nodes)), str(int(kill is not None))
    arguments = [str(scene.folder), name, cluster.address, nodes, kills]
    process = subprocess.Popen(
        [sys.executable, __file__, "--drive", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **cluster.environment},
    )
    assert process.stdin and process.stdout
    said: dict[str, Any] = {}
    for line in process.stdout:
        if line.startswith("half") and kill is not None:
            kill(1)
            process.stdin.write("killed\n")
            process.stdin.flush()
        elif line.startswith("{"):
            said = json.loads(line)
    if process.wait() or not said:
        sys.exit(f"{name}: grading failed")
    return said


def _drive(folder: str, name: str, address: str, nodes: str, kill: str) -> None:
    """Grade the class on a cluster (in the process that `_driven` starts)."""
    course = with_gradebook(load(Path(folder, "course", "course.toml")), f"sqlite:///{folder}/{name}.db")
    finished: list[ReportRow] = []
    killed_at = 0

    def progress(step: Step) -> None:
        nonlocal killed_at
        if step.finished is None:
            return
        finished.append(step.finished)
        if kill == "1" and step.done == step.total // 2:
            killed_at = step.done
            print("half", flush=True)
            sys.stdin.readline()

    with on_ray(address) as place:
        import ray

        _await_nodes(ray, int(nodes))
        timed = _Timed(place)
        begin = time.monotonic()
        outcome = grade_class(
            course, Path(folder, "class"), Path(folder, name), place=timed, progress=progress
        )
        if outcome.failures:
            sys.exit(str(outcome.failures[0]))
    each = [row.seconds for row in sorted(finished, key=lambda row: row.learner)]
    times = {"start": timed.opened - begin, "grading": timed.closed - timed.opened}
    print(json.dumps({**times, "each": each, "killed_at": killed_at}), flush=True)


class _Timed:
    """A cluster as a place, and when its graders were ready and done."""

    def __init__(self, place: RayCluster) -> None:
        self._place = place
        self.opened = self.closed = 0.0

    def layers(self, sandbox: str) -> tuple[str, ...]:
        """Return the layers of all nodes."""
        return self._place.layers(sandbox)

    @contextlib.contextmanager
    def open(self, order: Order) -> Iterator[Opened]:
        """Start graders, one a node."""
        with self._place.open(order) as opened:
            self.opened = time.monotonic()
            yield opened
            self.closed = time.monotonic()


def _await_nodes(ray: Any, nodes: int) -> None:
    while sum(node["Alive"] for node in ray.nodes()) < nodes:
        time.sleep(0.2)


class _Simulated:
    """Graders that take as long as they are told, on a clock of their own (a `pool.Remote`)."""

    def __init__(self, seconds: Sequence[float], first: float) -> None:
        self._seconds = seconds
        self._first = first  # what a grader's first submission takes longer: it loads the suite
        self.now = 0.0
        self._free: list[float] = []  # when each grader will have done what it was given
        self._due: dict[int, float] = {}

    def hire(self) -> tuple[int, int]:
        """Have one more grader, which is ready at once."""
        self._free.append(0.0)
        return len(self._free) - 1, self._owe(0.0)

    def give(self, handle: int, task: bytes) -> int:
        """Give a grader one more submission."""
        first = 0.0 if self._free[handle] else self._first
        self._free[handle] = max(self._free[handle], self.now) + first + self._seconds[int(task)]
        return self._owe(self._free[handle])

    def wait(self, refs: Sequence[int], seconds: float) -> Sequence[int]:
        """Let the clock run to the next answer."""
        self.now = max(self.now, heapq.nsmallest(1, (self._due[ref] for ref in refs))[0])
        return [ref for ref in refs if self._due[ref] <= self.now]

    def answer(self, ref: int) -> bytes:
        """Return what a grader that starts would say; nobody reads the others."""
        return b"done:" + msgspec.msgpack.encode(software_here(()))

    def dismiss(self, handle: int) -> None:
        """Nobody is dismissed."""

    def _owe(self, at: float) -> int:
        self._due[len(self._due)] = at
        return len(self._due) - 1


def _simulated(one: Run, nodes: int) -> Run:
    """Return what the pool would make of more nodes, each as fast as the one that was measured."""
    # Reading, sending and writing, all of it on the node's account.
    between = (one.grading - sum(one.each)) / len(one.each)
    first = max(0.0, one.each[0] - statistics.median(one.each))
    each = [one.each[0] - first, *one.each[1:]]
    remote = _Simulated([seconds + between for seconds in each], first)
    pool = ClusterPool(remote, nodes, lambda job: b"%d" % job, lambda software: None)
    for _ in pool.run(range(len(one.each))):
        pass
    return Run(nodes=nodes, start=one.start, grading=remote.now, each=one.each, simulated=True)


def _shown(runs: Sequence[Run], options: argparse.Namespace) -> list[str]:
    lines = [f"{options.learners} submissions of {options.exercise}, no two alike; a node is one core."]
    for run in runs:
        ratio = runs[0].grading / run.grading
        how = "simulated, there are fewer cores" if run.simulated else "measured"
        lines.append(
            f"nodes: {run.nodes}; {run.grading:.1f} s for grading, {ratio:.2f} times as fast as one ({how}); "
            f"{run.start:.1f} s before until a grader was ready."
        )
    return [*lines, f"Promised for 4 nodes: at least {PROMISED:g} times as fast as one."]


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
