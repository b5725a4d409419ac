"""How many graders a cluster's GPUs have room for.

A grader reserves a share of one GPU, or several whole ones, and Ray then shows it those alone. A share is a
promise among graders: nobody measures what a grader's workers really use of their GPU.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.course import Exercise
from autograder.errors import HostError
from autograder.grading.gpus import uses_gpu

_SLACK = 1e-9  # three times a third is a whole


def share_of(exercises: Iterable[Exercise]) -> float:
    """Return what each grader of these exercises reserves, in GPUs; 0 where none of their tests uses one.

    Any grader may get any of the exercises, so it is the most that one of them asks for.
    """
    return max((one.limits.gpus for one in exercises if uses_gpu(one)), default=0.0)


def room_for(nodes: Iterable[Mapping[str, float]], share: float) -> int:
    """Return how many graders fit on nodes with these resources, one a CPU, and a share of a GPU each.

    Raises `HostError` where not even one does.
    """
    resources = list(nodes)
    room = sum(min(int(one.get("CPU", 0)), _sharing(one.get("GPU", 0), share)) for one in resources)
    if room or not share:
        return room
    most = max((one.get("GPU", 0) for one in resources), default=0)
    if not most:
        raise HostError(
            "--device cuda: no node of the Ray cluster has a GPU. Ray finds them as it starts, or is told "
            "with `ray start --num-gpus=1`; `ray status` shows what there is. Or leave --device out."
        )
    raise HostError(
        f"--device cuda: a grader takes 1 CPU and {share:g} GPU (gpus in course.toml), and no node of the "
        f"Ray cluster has both; the most GPUs of a node are {most:g}."
    )


def _sharing(gpus: float, share: float) -> int:
    """Return how many graders share the GPUs of one node; a part of a GPU is always of a single one."""
    if not share:
        return 1 << 30
    if share > 1:
        return int(gpus / share + _SLACK)
    return int(gpus) * int(1 / share + _SLACK)
