"""An exercise as an assignment of Otter-Grader's, with the same suite: a test file for each test of it.

`otter run` grades one submission in a process of its own, without a container. `otter grade` does the same in
a container for each submission, so it takes at least as long. A test file calls the suite's own function on
the names that the submission has defined.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from notebooks import without_own_settings
from side_by_side import Contender

from autograder.course import Exercise
from autograder.testing.points import Worth

INSTALL = "pip install otter-grader, or name a Python that has it and this project: --otter PATH"

TEST_FILE = """\
from otter.test_files import test_case
import {suite} as suite
from in_process import run_in_notebook

OK_FORMAT = False
name = {name!r}
points = {points!r}


@test_case()
def test(env):
    run_in_notebook(suite.{name}, env)
"""

# Every submission in one process, which imports Otter once: quicker than anything that one can type.
IN_ONE_PROCESS = """\
import json, sys
from pathlib import Path
from otter.api import grade_submission
for line in Path(sys.argv[1]).read_text().splitlines():
    out, submission = line.split()
    total = grade_submission(submission, "autograder.zip", quiet=True).total
    (Path(out) / "results.json").write_text(json.dumps({"tests": [{"score": total}]}))
"""


def version(python: Path | None) -> str:
    """Return the version of Otter-Grader that a Python has beside this project; "" where one is missing."""
    asked = "import importlib.metadata as m, autograder, otter; print(m.version('otter-grader'))"
    command = [str(python), "-c", asked]
    if python is None or not python.exists():
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


class OtterCourse:
    """A folder with an autograder of Otter's for one exercise, and the submissions it is to grade."""

    def __init__(self, root: Path, exercise: Exercise, tests: Mapping[str, Worth], python: Path) -> None:
        self._root = root
        self._exercise = exercise
        self._tests = tests
        self._python = python
        self._environment = without_own_settings(root, exercise)
        self._learners: tuple[str, ...] = ()

    def make(self, submissions: Mapping[str, str]) -> None:
        """Write the test files, have Otter pack them, and hand in a module for each learner's source."""
        tests = self._root / "tests"
        tests.mkdir(parents=True)
        for name, worth in self._tests.items():
            text = TEST_FILE.format(suite=self._exercise.suite.stem, name=name, points=worth.points)
            (tests / f"{name}.py").write_text(text)
        self._otter("generate", "--no-config", "--no-requirements", "--no-environment")
        self._learners = tuple(submissions)
        lines = []
        for learner, source in submissions.items():
            module = self._root / "class" / learner / self._exercise.stub.name
            for folder in (module.parent, self._out(learner)):
                folder.mkdir(parents=True)
            module.write_text(source)
            lines.append(f"{self._out(learner)} {module}\n")
        (self._root / "submissions").write_text("".join(lines))

    def run(self, name: str, *, at_once: int = 1, core: int | None = None) -> Contender:
        """Return the command that runs `otter run` on each submission, so many at the same time."""
        otter = (str(self._python), "-m", "otter", "run", "--no-logo", "--output-dir")
        each = ("xargs", "--arg-file=submissions", "--max-lines=1", f"--max-procs={at_once}")
        return self._contender(name, (*each, *otter), core)

    def in_one_process(self, name: str, *, core: int | None = None) -> Contender:
        """Return a command that grades all submissions through Otter's Python interface."""
        return self._contender(name, (str(self._python), "-c", IN_ONE_PROCESS, "submissions"), core)

    def scores(self) -> dict[str, float]:
        """Return what the latest command has found, by learner."""
        found = {learner: self._out(learner) / "results.json" for learner in self._learners}
        return {
            learner: sum(test.get("score", 0.0) for test in json.loads(path.read_text())["tests"])
            for learner, path in found.items()
            if path.exists()
        }

    def _contender(self, name: str, command: tuple[str, ...], core: int | None) -> Contender:
        return Contender(
            name=name,
            command=command,
            folder=self._root,
            environment=self._environment,
            prepare=self._forget,
            core=core,
        )

    def _out(self, learner: str) -> Path:
        return self._root / "out" / learner

    def _forget(self) -> None:
        for learner in self._learners:
            (self._out(learner) / "results.json").unlink(missing_ok=True)

    def _otter(self, *arguments: str) -> None:
        command = [str(self._python), "-m", "otter", *arguments]
        done = subprocess.run(
            command, cwd=self._root, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"otter {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")


def cores() -> int:
    """Return how many of Otter's commands to run at once: as many as `grade all` has graders."""
    return len(os.sched_getaffinity(0))
