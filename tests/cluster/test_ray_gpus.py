"""Graders that share a GPU: Ray places so many as it has room for. The GPU is one that Ray is told of."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.gpus import SIMULATION
from autograder.worker import gpu
from tests.cluster.local_cluster import local_cluster
from tests.tiny import COURSE, SOLUTION, make_course

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason='Ray is missing: pip install "torchgrade[cluster]"'
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="several nodes on one machine: on Linux alone"),
]


def test_four_quarters_of_a_gpu_are_placed_and_the_fifth_waits(tmp_path: Path) -> None:
    """And a GPU that a node only claims to have is told as such, before a submission is graded."""
    make_course(tmp_path)
    (tmp_path / "course.toml").write_text(f'{COURSE}preload = ["{SIMULATION}"]\nlimits.gpus = 0.25\n')
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "ex01_double.py").write_text(SOLUTION)
    with local_cluster(6, gpus=1) as cluster:
        done = subprocess.run(
            [sys.executable, "-m", "tests.cluster.gpu_actors", cluster.address, str(tmp_path)],
            stdout=subprocess.PIPE,
            env={**os.environ, **cluster.environment},
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    refused = found.pop("refused")
    assert found == {"placed": 4, "fifth": 0, "fifth_once_one_has_ended": 1}
    if gpu.trouble():
        assert "is said to have a GPU, and no NVIDIA GPU is seen: there is no /dev/nvidia0" in refused
