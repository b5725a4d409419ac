"""What a report was graded with: the device counts for exercises that use one, and for no others."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from autograder.batch.fingerprint import fingerprints
from autograder.grading.gpus import SIMULATION
from tests.tiny import make_course


@pytest.mark.parametrize(("preload", "same"), [((), True), ((SIMULATION,), False)])
def test_a_real_gpu_and_a_simulated_one_are_told_apart(
    tmp_path: Path, preload: tuple[str, ...], same: bool
) -> None:
    course = make_course(tmp_path)
    exercise = msgspec.structs.replace(course.exercises[0], preload=preload)
    simulated, real = (
        fingerprints(course, [exercise], ("root",), full=False, device=device)
        for device in ("simulated", "cuda")
    )
    assert (simulated == real) is same
