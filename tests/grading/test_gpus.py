"""When grading on the machine's own GPU is refused, and which workers get to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.course import Course
from autograder.errors import UsageError
from autograder.grading import gpus
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import ON_CUDA, Grader
from autograder.worker.settings import Setup, WorkerLimits
from tests.tiny import make_course

PRELOAD = ("torch._dynamo", gpus.SIMULATION)


@pytest.mark.parametrize(
    ("preload", "sandbox", "trouble", "said"),
    [
        ((), "auto", "", "No test of ex14 uses a GPU: leave --device out."),
        (PRELOAD, "container", "", "Containers of --sandbox container get no GPU: leave it or --device out."),
        (
            *(PRELOAD, "auto", "there is no card"),
            "--device cuda needs an NVIDIA GPU, and there is no card. "
            "Leave it out: tests then use a simulated GPU, which every machine has.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    preload: tuple[str, ...], sandbox: str, trouble: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        gpus.ask_for("ex14", preload, sandbox, trouble)
    assert str(caught.value) == said
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("sandbox", ["auto", "none"])
def test_with_a_gpu_nothing_is_refused(sandbox: str) -> None:
    gpus.ask_for("ex14", PRELOAD, sandbox, "")


def test_a_worker_that_does_not_get_to_it_says_why() -> None:
    """On a machine without a GPU, or with workers that do not see it."""
    from autograder.worker.backends import BACKENDS

    backend = BACKENDS["auto"](Setup(layers=("namespaces", "root"), preload=PRELOAD))
    try:
        with pytest.raises(UsageError, match=r"No worker can use this machine's GPU \(.*(CUDA|NVIDIA)"):
            gpus.try_out(backend)
    finally:
        backend.close()


@dataclass
class Watched:
    """A source of workers that notes for which of them a GPU was asked."""

    backend: Any
    asked: list[bool] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.backend, name)

    def open(self, limits: WorkerLimits) -> Any:
        self.asked.append(limits.gpu)
        return self.backend.open(limits)


SUITE = """
from autograder.testing import points


@points(1, "on the CPU")
def test_on_the_cpu(submission):
    submission.double(1)


@points(2, "on a GPU", device="simulated")
def test_on_a_gpu(submission):
    submission.double(1)


@points(1, "without", device="none")
def test_without(submission):
    submission.double(1)
"""


@pytest.fixture
def course(tmp_path: Any) -> Course:
    """The tiny course, with a suite of which one test has a GPU."""
    from autograder.course import load

    made = make_course(tmp_path)
    made.exercises[0].suite.write_text(SUITE)
    toml = tmp_path / "course.toml"
    toml.write_text(toml.read_text().replace("points = 4\n", f"points = 4\npreload = {list(PRELOAD)}\n"))
    return load(toml)


@pytest.mark.parametrize("device", ["simulated", "cuda"])
def test_workers_of_tests_with_a_gpu_get_it_and_no_others(course: Course, device: Any) -> None:
    exercise = course.exercises[0]
    with Grader(course, preload=exercise.preload, device=device) as grader:
        watched = grader._backend = Watched(grader.backend)
        grader._waiting = None
        source = "def double(x):\n    return x * 2\n"
        report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", source))
    scores = {test.id: test.score for test in report.tests}
    assert (scores["test_on_the_cpu"], scores["test_without"]) == (1, 1)
    assert any(watched.asked) is (device == "cuda")
    assert not all(watched.asked)
    assert report.notes == ((ON_CUDA,) if device == "cuda" else ())
