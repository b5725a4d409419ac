"""Grading on a Ray cluster of two nodes, which both are this machine: what is true of any cluster is true of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from autograder.batch.run import ClassOutcome, grade_class
from autograder.batch.tally import Step
from autograder.cluster import folders
from autograder.cluster.place import RayCluster, on_ray
from autograder.course import Course, with_gradebook
from autograder.errors import HostError
from autograder.grading.gpus import SIMULATION
from tests.batch.crashes import CLASS, left_by
from tests.cluster.local_cluster import LocalCluster, local_cluster
from tests.tiny import make_course

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason='Ray is missing: pip install "torchgrade[cluster]"'
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="several nodes on one machine: on Linux alone"),
    pytest.mark.filterwarnings("default"),  # Ray's own
]

# Doubles only where it finds nothing of Ray: no setting, no file, no process, no way to the head node.
SPY = """
import os, socket

def found():
    yield from (name for name, value in os.environ.items() if name.startswith("RAY_") or TOKEN in value)
    yield from (path for path in ("/tmp/ray", FOLDER, os.path.expanduser("~/.ray")) if os.path.exists(path))
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("cmdline", "environ"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    text = file.read()
            except OSError:
                continue
            yield from (f"{mark} in {name} of {pid}" for mark in MARKS if mark.encode() in text)
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        yield from (f"{mark} in {target}" for mark in MARKS if mark in target)
    try:
        yield str(socket.create_connection(("127.0.0.1", PORT), 1))
    except OSError:
        pass

MARKS = (TOKEN, FOLDER, "ray::", "raylet", "RAY_")
SEEN = list(found())

def double(x):
    return 2 * x if not SEEN else SEEN
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with local_cluster(1, 1) as started:
        yield started


@pytest.fixture(scope="module")
def place(cluster: LocalCluster) -> Iterator[RayCluster]:
    """The cluster as a place to grade. Ray can be connected to once in a process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.environment.items():
            patch.setenv(name, value)
        with on_ray(cluster.address) as found:
            import ray

            cluster.wait(ray)
            yield found


@pytest.fixture(scope="module")
def course(cluster: LocalCluster, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course, and a class beside it in which all that can happen to a submission happens."""
    made = make_course(tmp_path_factory.mktemp("cluster") / "course")
    port = int(cluster.address.rpartition(":")[2])
    spy = f"FOLDER, PORT, TOKEN = {str(cluster.folder)!r}, {port}, {cluster.token!r}\n{SPY}"
    for learner, source in {**CLASS, "spy": spy}.items():
        (made.root.parent / "class" / learner).mkdir(parents=True)
        (made.root.parent / "class" / learner / "ex01_double.py").write_text(source)
    (made.root.parent / "class" / "ida").mkdir()
    return made


def grade(course: Course, name: str, **how: Any) -> tuple[ClassOutcome, dict[str, Any]]:
    """Grade the class, and return what came of it and what is left on the disk."""
    out = course.root.parent / name
    own = with_gradebook(course, f"sqlite:///{out}.db")
    outcome = grade_class(own, course.root.parent / "class", out, jobs=2, **how)
    return outcome, left_by(out, own)


@pytest.fixture(scope="module")
def locally(course: Course) -> tuple[ClassOutcome, dict[str, Any]]:
    return grade(course, "locally")


def test_what_a_cluster_leaves_is_what_one_machine_leaves(
    course: Course, place: RayCluster, locally: tuple[ClassOutcome, dict[str, Any]]
) -> None:
    """To the byte, durations apart: reports, the table, the gradebook. On the nodes nothing is left."""
    outcome, left = grade(course, "on_ray", place=place)
    assert left == locally[1]
    assert not outcome.failures
    assert {row.learner: row.score for row in outcome.rows}["spy"] == 4, "it found nothing of Ray"
    assert folders.sweep() and not list(folders._default().iterdir())


def test_what_one_machine_graded_is_taken_over_by_a_cluster(
    course: Course, place: RayCluster, locally: tuple[ClassOutcome, dict[str, Any]]
) -> None:
    """The two grade with the same things, layers of the sandbox among them. Who handed in nothing is told anew."""
    outcome, left = grade(course, "locally", place=place)
    assert outcome.notes == ("9 of 10: already graded, and unchanged since.",)
    assert left == locally[1]


def test_a_cluster_without_a_gpu_says_so(course: Course, place: RayCluster) -> None:
    (exercise,) = course.exercises
    on_gpu = msgspec.structs.replace(exercise, preload=(SIMULATION,))
    with pytest.raises(HostError, match="--device cuda: no node of the Ray cluster has a GPU"):
        grade(msgspec.structs.replace(course, exercises=(on_gpu,)), "without_gpu", place=place, device="cuda")


def test_a_node_that_is_killed_loses_nothing(
    course: Course, cluster: LocalCluster, place: RayCluster, locally: tuple[ClassOutcome, dict[str, Any]]
) -> None:
    """With submissions in hand; the last test, since the node does not come back."""

    def kill(step: Step) -> None:
        if step.finished is not None and step.done == 2:
            cluster.kill(1)

    outcome, left = grade(course, "killed", place=place, progress=kill)
    assert cluster.nodes[1].poll() is not None
    assert not outcome.failures
    assert left == locally[1]
