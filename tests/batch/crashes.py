"""Kill `grade all` at random moments, run it again, and compare with a run that nobody disturbed.

    python -m tests.batch.crashes --rounds 20

Each round kills the whole tree of processes, or a single one of them (the command, a grader, a zygote, a
worker), by SIGKILL. What was finished must still be there afterwards and not be graded again; the second run
must end with the same files and the same gradebook, durations apart; and no process may be left.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder import report as reports
from autograder.batch import index
from autograder.course import Course, with_gradebook
from autograder.gradebook import open_gradebook
from autograder.gradebook.models import Grade
from tests.tiny import SOLUTION, STUB, make_course

TREE, ANY = "tree", "one process"
PATIENCE = 300.0  # seconds until a run counts as hanging
GONE_SECONDS = 20.0  # until everything that belonged to a killed run must have ended
WRONG = "def double(x):\n    return x + x if isinstance(x, int) else 3 * x\n"
CLASS = {
    "ada": SOLUTION,
    "bob": WRONG,
    "cleo": STUB,
    "dan": "import os\nos._exit(0)\n",
    "eve": "def double(x)\n    return 2 * x\n",
    "finn": "print('hello')\n" + SOLUTION,
    "gus": SOLUTION + "# once more\n",
    "hal": WRONG + "# once more\n",
}


class Difference(AssertionError):
    """A promise that was not kept."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """What happened in one round."""

    victim: str
    after: float  # seconds from the start until the kill
    code: int  # exit code of the run that was disturbed
    kept: int  # reports that were finished by then
    said: str  # its last words

    def __str__(self) -> str:
        how = f"exit code {self.code}, {self.kept} reports kept"
        return f"{self.victim} killed after {self.after:.2f} s: {how}" + (
            f" ({self.said})" if self.said else ""
        )


class Scene:
    """A course and a class, and what an undisturbed run makes of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._course = make_course(folder / "course")
        for learner, source in CLASS.items():
            (folder / "class" / learner).mkdir(parents=True)
            (folder / "class" / learner / "ex01_double.py").write_text(source)
        (folder / "class" / "ida").mkdir()  # who handed in nothing
        start = time.monotonic()
        process = self.start("undisturbed")
        if _end(process) != 0:
            raise Difference("the undisturbed run failed")
        self.seconds = time.monotonic() - start
        self.expected = self.snapshot("undisturbed")

    def disturb(self, name: str, chance: random.Random) -> Round:
        """Do one round; raises `Difference`."""
        victim, start = chance.choice((TREE, ANY, ANY, ANY)), time.monotonic()
        process = self.start(name)
        self._await_moment(name, process, chance)
        after = time.monotonic() - start
        relatives = family(process.pid)
        victims = relatives if victim == TREE else [chance.choice(relatives)] if relatives else []
        what = TREE if victim == TREE else ", ".join(map(_role, victims)) or "nothing"
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        code = _end(process)
        said = self._said(name)
        _await_end(relatives)
        if code == 0 and (found := self.snapshot(name)) != self.expected:
            raise Difference(f"{what}: the run went on, with other results: {_first(found, self.expected)}")
        kept = self._kept(name)
        if (again := _end(self.start(name))) != 0:
            raise Difference(f"{what}: the second run ended with {again} ({self._said(name)})")
        if (found := self.snapshot(name)) != self.expected:
            raise Difference(f"{what}: other results after it: {_first(found, self.expected)}")
        for path, changed in kept.items():
            if path.stat().st_mtime_ns != changed:
                raise Difference(f"{what}: {path.name} of {path.parent.name} was finished, and graded again")
        shutil.rmtree(self._out(name))
        return Round(victim=what, after=after, code=code, kept=len(kept), said=said)

    def _await_moment(self, name: str, process: subprocess.Popen[bytes], chance: random.Random) -> None:
        """Wait for any moment; most rounds want one at which submissions are being graded."""
        if chance.random() < 0.3:
            time.sleep(chance.random() * self.seconds)
            return
        reports_wanted = chance.randrange(len(CLASS))
        while process.poll() is None and len(list(self._out(name).glob("*/*.json"))) < reports_wanted:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.4))

    def snapshot(self, name: str, *, gradebook: str = "") -> dict[str, Any]:
        """Return everything that a run leaves."""
        return left_by(self._out(name), with_gradebook(self._course, self._url(gradebook or name)))

    def _kept(self, name: str) -> dict[Path, int]:
        """Return the report files that the index calls finished, with the times of their last change."""
        try:
            lines = (self._out(name) / index.FILE_NAME).read_text().splitlines()
        except FileNotFoundError:
            return {}
        kept: dict[Path, int] = {}
        for line in lines:
            with contextlib.suppress(json.JSONDecodeError):  # cut off
                learner = json.loads(line)["learner"]
                path = self._out(name) / learner / "ex01.json"
                if (
                    _without_durations(reports.decode(path.read_bytes()))
                    != self.expected[f"{learner}/ex01.json"]
                ):
                    raise Difference(f"{learner}'s finished report is not what it should be")
                kept[path] = path.stat().st_mtime_ns
        return kept

    def start(self, name: str, *, gradebook: str = "") -> subprocess.Popen[bytes]:
        """Start grading the class into results of this name, and a gradebook of the same or another."""
        arguments = ["--course", str(self._folder / "course"), "all", str(self._folder / "class")]
        options = ["--out", str(self._out(name)), "--gradebook", self._url(gradebook or name), "--jobs", "2"]
        with (self._folder / f"{name}.err").open("wb") as errors:
            return subprocess.Popen(
                [sys.executable, "-c", "from autograder.cli.main import main; main()", *arguments, *options],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )

    def _said(self, name: str) -> str:
        lines = (self._folder / f"{name}.err").read_text("utf-8", "replace").splitlines()
        return next((line for line in reversed(lines) if line.startswith("grade:")), "")

    def _out(self, name: str) -> Path:
        return self._folder / name

    def _url(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"


def left_by(out: Path, course: Course) -> dict[str, Any]:
    """Return what a run leaves: files by name, durations apart, and the rows of the course's gradebook."""
    found = dict[str, Any]()
    for path in sorted(out.rglob("*")):
        shown = str(path.relative_to(out))
        if path.suffix == ".json":
            found[shown] = _without_durations(reports.decode(path.read_bytes()))
        elif path.name != index.FILE_NAME:  # its lines are in the order in which reports were finished
            found[shown] = path.read_bytes() if path.is_file() else "folder"
    found["gradebook"] = _rows(course)
    return found


def _without_durations(report: reports.Report) -> reports.Report:
    tests = tuple(msgspec.structs.replace(test, seconds=0.0) for test in report.tests)
    return msgspec.structs.replace(report, tests=tests, seconds=0.0)


def _rows(course: Course) -> list[tuple[Any, ...]]:
    """All that the gradebook says of who got what, without the ids that it draws at random."""
    from sqlalchemy.orm import Session

    with open_gradebook(course) as gradebook, Session(gradebook._engine) as session:
        grades = [
            (grade.notebook.student.id, grade.cell.name, grade.auto_score, grade.needs_manual_grade)
            for grade in session.query(Grade)
        ]
        return sorted(grades) + list(map(repr, gradebook.scores()))


def _first(found: dict[str, Any], expected: dict[str, Any]) -> str:
    names = [name for name in {**expected, **found} if found.get(name) != expected.get(name)]
    return f"{names[0]}: {str(found.get(names[0]))[:600]}, not {str(expected.get(names[0]))[:600]}"


def _end(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        for pid in family(process.pid):
            os.kill(pid, signal.SIGKILL)
        raise Difference("it hangs") from None


def family(pid: int) -> list[int]:
    """Return a process and all that descends from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int(re.findall(r"^PPid:\t(\d+)", (folder / "status").read_text(), re.MULTILINE)[0])
            children.setdefault(parent, []).append(int(folder.name))
    found, more = [], [pid]
    while more:
        found.append(more.pop())
        more += children.get(found[-1], [])
    return found if _lives(pid) else []


def _role(pid: int) -> str:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        zygote = b"autograder.worker.zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return "a process that had just ended"
    if zygote:
        numbers = re.findall(r"^NSpid:(.*)", status, re.MULTILINE)[0].split()
        return "a worker" if numbers[-1] == "1" else "a zygote"
    parent = int(re.findall(r"^PPid:\t(\d+)", status, re.MULTILINE)[0])
    return "the command" if parent == os.getpid() else "a grader"


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _await_end(pids: list[int]) -> None:
    deadline = time.monotonic() + GONE_SECONDS
    while left := [pid for pid in pids if _lives(pid)]:
        if time.monotonic() > deadline:
            roles = ", ".join(map(_role, left))
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            raise Difference(f"left behind: {roles}")
        time.sleep(0.05)


def main() -> int:
    """Do the rounds; the exit code says whether every promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        scene = Scene(Path(folder))
        print(f"undisturbed: {scene.seconds:.1f} s", flush=True)
        for number in range(options.rounds):
            try:
                outcome = str(scene.disturb(f"round-{number}", random.Random(f"{options.seed} {number}")))
            except Difference as difference:
                outcome, broken = f"BROKEN: {difference}", broken + 1
            print(f"{number + 1}/{options.rounds} {outcome}", flush=True)
    print(f"{options.rounds - broken} of {options.rounds} rounds ended as an undisturbed run does")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
