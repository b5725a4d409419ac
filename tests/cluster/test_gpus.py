"""What graders reserve of GPUs, and how many fit: computed before anything is asked of Ray."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from autograder.cluster.gpus import room_for, share_of
from autograder.course import Exercise, Limits
from autograder.errors import HostError
from autograder.grading.gpus import SIMULATION
from tests.tiny import make_course


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return make_course(tmp_path).exercises[0]


def test_a_grader_reserves_the_most_that_an_exercise_with_a_gpu_asks_for(exercise: Exercise) -> None:
    """Any grader may get any of them. What asks for no device reserves nothing, whatever it says."""

    def on_gpu(gpus: float) -> Exercise:
        return msgspec.structs.replace(exercise, preload=(SIMULATION,), limits=Limits(gpus=gpus))

    greedy = msgspec.structs.replace(exercise, limits=Limits(gpus=2))
    assert share_of([exercise, greedy]) == 0
    assert share_of([on_gpu(0.25), exercise, greedy]) == 0.25
    assert share_of([on_gpu(0.25), on_gpu(0.5)]) == 0.5
    assert share_of([msgspec.structs.replace(exercise, preload=(SIMULATION,))]) == 1, "unless it says less"


@pytest.mark.parametrize(
    ("nodes", "share", "room"),
    [
        ([(16, 1)], 1, 1),
        ([(16, 1)], 0.25, 4),
        ([(3, 1)], 0.25, 3),  # a CPU each
        ([(16, 2)], 0.6, 2),  # a share is of one GPU: the rest of two is no third
        ([(16, 1)], 1 / 3, 3),
        ([(16, 1)], 0.1, 10),
        ([(16, 5)], 2, 2),
        ([(16, 1), (8, 0), (4, 2)], 0.5, 6),
        ([(16, 1), (8, 0), (4, 2)], 0, 28),
    ],
)
def test_how_many_graders_fit(nodes: list[tuple[float, float]], share: float, room: int) -> None:
    resources = [{"CPU": cpus} | ({"GPU": gpus} if gpus else {}) for cpus, gpus in nodes]
    assert room_for(resources, share) == room


@pytest.mark.parametrize(
    ("nodes", "share", "said"),
    [
        ([(16, 0), (8, 0)], 0.25, "no node of the Ray cluster has a GPU. Ray finds them as it starts"),
        ([(16, 1), (8, 1)], 2, r"a grader takes 1 CPU and 2 GPU \(gpus in course.toml\), and no node"),
        ([(0, 1), (8, 0)], 0.5, "no node of the Ray cluster has both; the most GPUs of a node are 1"),
    ],
)
def test_a_cluster_without_room_for_a_grader_is_told(
    nodes: list[tuple[float, float]], share: float, said: str
) -> None:
    with pytest.raises(HostError, match=said):
        room_for([{"CPU": cpus, "GPU": gpus} for cpus, gpus in nodes], share)
