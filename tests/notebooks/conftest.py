"""A course whose exercise is released, and nbgrader's commands as people run them, with settings of nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbconvert
import pytest

from autograder.course import Course, load
from autograder.notebooks.release import release
from autograder.notebooks.settings import ensure_config
from tests.notebooks.figures import make_course

REPOSITORY = Path(__file__).parents[2]
# Templates and pages lie beside the installation of nbconvert, which need not be in this environment's folder.
JUPYTER = Path(nbconvert.__file__).parents[4] / "share/jupyter"


def environment(home: Path) -> dict[str, str]:
    """Return an environment without an activated virtual environment, and without anybody's settings."""
    names = ("CONFIG", "DATA", "RUNTIME")
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "JUPYTER_PATH": str(JUPYTER),
        "IPYTHONDIR": str(home / "ipython"),
        **{f"JUPYTER_{name}_DIR": str(home / "jupyter" / name) for name in names},
    }


def run(module: str, *arguments: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run nbgrader, or `grade`, as a command; it must succeed."""
    start = ["-c", "from autograder.cli.main import main; main()"] if module == "grade" else ["-m", module]
    done = subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=cwd,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{module} {arguments}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done


def copied_course(root: Path) -> Course:
    """Copy this course into an empty folder, ready for releases."""
    for name in ("exercises", "solutions", "grader_tests"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "course.toml", root)
    course = load(root / "course.toml")
    ensure_config(course)
    return course


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The sample course, its exercise released into a local exchange."""
    course = make_course(tmp_path_factory.mktemp("course"))
    ensure_config(course)
    release(course, course.exercises)
    return course
