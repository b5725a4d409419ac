"""Who may import whom, seen in fresh interpreters; import-linter (`make check`) reads the same from the source."""

from __future__ import annotations

import subprocess
import sys

import pytest

WORKER = ("pytest", "_pytest", "typer", "rich", "nbgrader", "sqlalchemy")
GRADER = ("autograder.cli", "autograder.grading", "autograder.testing", "autograder.gradebook")
COURSE = ("autograder.course", "autograder.course_file", "autograder.errors", "autograder.report")


def loaded_after(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after one statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["host", "zygote", "lab"])
def test_what_shares_a_process_with_learner_code_loads_no_grader(module: str) -> None:
    """Whatever is in the worker's memory, learner code can read and change."""
    loaded = loaded_after(f"import autograder.worker.{module}")
    assert f"autograder.worker.{module}" in loaded
    assert loaded.isdisjoint((*WORKER, *GRADER, *COURSE))


def test_the_worker_loads_nothing_of_the_grader_but_its_own_package() -> None:
    loaded = loaded_after("import autograder.worker.host")
    ours = {name for name in loaded if name.split(".")[0] == "autograder"}
    # The counters of the simulated accelerator import nothing; the device itself comes where a test asks for it.
    counters = {"autograder.accelerator", "autograder.accelerator.counts"}
    assert {name for name in ours if not name.startswith("autograder.worker")} == {"autograder"} | counters


def test_reading_a_course_loads_nothing_heavy() -> None:
    """Each command reads course.toml first: a wrong name must be told at once."""
    loaded = loaded_after("import autograder.course")
    assert loaded.isdisjoint(("torch", "numpy", "pytest", "rich", "typer", "sqlalchemy", "nbgrader"))
