"""`grade all --watch`: each submission is graded as it arrives, and nothing is started anew without need."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.plan import EVERYTHING, Choice
from autograder.batch.run import grade_class
from autograder.course import load
from autograder.errors import HostError, UsageError
from autograder.gradebook import database, open_gradebook
from autograder.report_row import ReportRow
from autograder.watching import arrivals, class_watch
from autograder.watching.class_watch import Summary, Watched, watch_class
from autograder.worker.client import Worker
from tests.tiny import SOLUTION, make_course

WRONG = "def double(x):\n    return 3 * x\n"
PATIENCE = 900  # seconds; a loaded machine takes minutes to import torch
Steps = Generator[Callable[[], bool], None, None]


class Scene:
    """A course, a folder of submissions, and somebody who does the next step as soon as the last one shows.

    Steps are a generator of conditions: it goes on when the one that it gave last holds. Its end is Ctrl-C.
    """

    def __init__(self, folder: Path) -> None:
        self.course = make_course(folder / "course")
        self.folder, self.out = folder / "class", folder / "out"
        self.folder.mkdir()
        self.graded: list[tuple[str, float]] = []
        self.told: list[str] = []

    def watch(self, steps: Steps, choice: Choice = EVERYTHING) -> Summary:
        self._steps, self._shown = steps, next(steps)
        watched = Watched(folder=self.folder, out=self.out, choice=choice, jobs=1)
        return watch_class(lambda: load(self.course.root / "course.toml"), watched, self)

    def hand_in(self, learner: str, source: str) -> None:
        (self.folder / learner).mkdir(exist_ok=True)
        (self.folder / learner / "ex01_double.py").write_text(source)

    def finished(self, row: ReportRow) -> None:
        self.graded.append((row.learner, row.score))

    def said(self, text: str) -> None:
        self.told.append(text)
        self._go_on()

    def recorded(self, rows: Sequence[ReportRow]) -> None:
        self._go_on()

    def _go_on(self) -> None:
        while self._shown():
            try:
                self._shown = next(self._steps)
            except StopIteration:
                raise KeyboardInterrupt from None

    def table(self) -> dict[str, float]:
        with (self.out / "grades.csv").open() as file:
            return {row["learner"]: float(row["score"]) for row in csv.DictReader(file)}

    def gradebook(self) -> dict[str, float]:
        with open_gradebook(self.course) as gradebook:
            return {score.learner: score.score for score in gradebook.scores()}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A scene that is given up when a step never shows: watching has no end of its own."""

    def give_up(*_: object) -> None:
        raise AssertionError("the next step does not show")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield Scene(tmp_path)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def graders() -> set[int]:
    """The processes that this one has started and that still live."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def test_submissions_are_graded_as_they_arrive_by_graders_that_stay(scene: Scene) -> None:
    """First an empty folder, then one file, two equal ones, a new version, a new suite."""
    before = graders()

    def steps() -> Steps:
        yield lambda: (scene.out / "grades.csv").exists()
        assert scene.table() == {}
        warm = graders() - before
        assert warm
        scene.hand_in("ada", SOLUTION)
        yield lambda: scene.graded == [("ada", 4)]
        yield lambda: scene.table() == {"ada": 4} == scene.gradebook()
        scene.hand_in("bob", WRONG)
        scene.hand_in("cleo", WRONG)
        (scene.folder / "dan").mkdir()
        yield lambda: scene.table() == {"ada": 4, "bob": 0, "cleo": 0, "dan": 0}
        assert sorted(scene.graded[1:]) == [("bob", 0), ("cleo", 0)], "who handed in nothing is no news"
        scene.hand_in("bob", f"{SOLUTION}# better\n")
        yield lambda: scene.table()["bob"] == 4
        assert graders() - before == warm, "not a process was started anew"
        assert scene.gradebook() == {"ada": 4, "bob": 4, "cleo": 0}
        scene.graded.clear()
        suite = scene.course.exercises[0].suite
        suite.with_name("new").write_text(suite.read_text().replace("x + x)", "x + x + x)"))
        suite.with_name("new").replace(suite)  # three times is now what the hidden test wants
        yield lambda: scene.table() == {"ada": 2, "bob": 2, "cleo": 2, "dan": 0}
        assert sorted(scene.graded) == [("ada", 2), ("bob", 2), ("cleo", 2)]
        assert not (graders() - before) & warm

    summary = scene.watch(steps())
    assert (summary.graded, summary.failed) == (7, 0)
    assert scene.gradebook() == {"ada": 2, "bob": 2, "cleo": 2}
    assert scene.told == ["The course has changed: ex01 will be graded anew."]
    assert graders() == before
    (scene.folder / "dan").rmdir()
    after = grade_class(scene.course, scene.folder, scene.out, jobs=1)
    assert after.notes == ("3 of 3: already graded, and unchanged since.",)


def test_what_is_graded_already_is_taken_over_without_a_word(scene: Scene) -> None:
    scene.hand_in("ada", SOLUTION)
    grade_class(scene.course, scene.folder, scene.out, jobs=1)
    scene.hand_in("bob", WRONG)
    scene.hand_in("cleo", WRONG)

    def steps() -> Steps:
        yield lambda: scene.table().keys() == {"ada", "bob"}

    scene.watch(steps(), Choice(learners=("ada", "bob")))
    assert scene.graded == [("bob", 0)]


def test_troubles_are_told_and_overcome(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A course.toml that somebody is writing, and a gradebook that another program locks for a while."""
    monkeypatch.setattr(database, "WAIT", 0.3)
    scene.hand_in("ada", SOLUTION)
    config = scene.course.root / "course.toml"
    text = config.read_text()

    def steps() -> Steps:
        yield lambda: scene.table() == {"ada": 4}
        config.write_text(text.replace("title", "titel"))
        yield lambda: any("titel" in told for told in scene.told)
        assert all(told.endswith("It is tried again when something changes.") for told in scene.told)
        config.write_text(text)
        scene.hand_in("bob", WRONG)
        yield lambda: scene.table().keys() == {"ada", "bob"}
        file = scene.course.gradebook_url.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            scene.hand_in("bob", SOLUTION)
            yield lambda: any("another program is writing to it" in told for told in scene.told)
        assert scene.gradebook() == {"ada": 4, "bob": 0}
        scene.hand_in("cleo", WRONG)  # something happens: the rest is tried again
        yield lambda: scene.gradebook() == {"ada": 4, "bob": 4, "cleo": 0}

    scene.watch(steps())
    assert scene.graded.count(("bob", 4)) == 1, "what was graded is kept, and only recorded later"


def test_a_submission_whose_graders_end_is_tried_again_but_not_for_ever(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something kills graders that work on bob's file: first for a moment, then as long as he hands in that one."""
    monkeypatch.setattr(class_watch, "RESCAN_SECONDS", 0.1)
    monkeypatch.setattr(arrivals, "AGAIN_SECONDS", 0.2)
    deadly, ask = tmp_path / "deadly", Worker.request
    deadly.touch()

    def dying(worker: Worker, *arguments: Any, **keywords: Any) -> object:
        sent = [text for files in arguments if isinstance(files, dict) for text in files.values()]
        if deadly.exists() and any(b"# bob" in text for text in sent):
            os._exit(9)
        return ask(worker, *arguments, **keywords)

    monkeypatch.setattr(Worker, "request", dying)

    def tries() -> list[str]:
        return [told for told in scene.told if "bob ex01 is not graded" in told]

    def steps() -> Steps:
        scene.hand_in("bob", f"{SOLUTION}# bob\n")
        yield lambda: len(tries()) == 1
        deadly.unlink()
        yield lambda: scene.table() == {"bob": 4}
        assert scene.graded == [("bob", 4)]
        deadly.touch()
        scene.hand_in("bob", f"{SOLUTION}# bob, better\n")
        yield lambda: len(tries()) == 1 + arrivals.TIMES
        assert scene.table() == {}, "what an earlier file got is no grade for this one"
        for learner in ("ada", "cleo"):
            scene.hand_in(learner, f"{SOLUTION}# {learner}\n")
            yield lambda learner=learner: learner in scene.table()
        assert len(tries()) == 1 + arrivals.TIMES, "it is left alone"
        deadly.unlink()
        scene.hand_in("bob", f"{SOLUTION}# bob, better\n")
        yield lambda: scene.table() == {"ada": 4, "bob": 4, "cleo": 4}
        deadly.touch()
        scene.hand_in("bob", f"{SOLUTION}# bob, best\n")
        yield lambda: len(tries()) == 2 + arrivals.TIMES

    summary = scene.watch(steps())
    assert (summary.graded, summary.failed) == (4, 1), "failed is what lacks a grade in the end"
    assert tries()[0].endswith("It is tried again in half a minute; use fewer --jobs if memory is short.")
    assert tries()[arrivals.TIMES].endswith("and is tried again when it is handed in anew.")
    assert "tried 3 times" in tries()[arrivals.TIMES]


def test_troubles_at_the_start_end_it(scene: Scene) -> None:
    never: Callable[[], Steps] = lambda: (lambda: False for _ in range(1))  # noqa: E731
    scene.folder.rmdir()
    with pytest.raises(UsageError, match="does not exist"):
        scene.watch(never())
    scene.folder.mkdir()
    (scene.course.root / "gradebook.db").write_bytes(os.urandom(4096))
    with pytest.raises(HostError, match="gradebook"):
        scene.watch(never())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_with_a_summary(scene: Scene, how: signal.Signals) -> None:
    """The command itself: 0, and no process is left."""
    scene.hand_in("ada", SOLUTION)
    grade = str(Path(sys.executable).with_name("grade"))
    command = [grade, "--course", str(scene.course.root), "all", str(scene.folder), "--watch"]
    wide = {**os.environ, "COLUMNS": "300"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, env=wide)
    table = scene.course.root / "results/grades.csv"
    while not (table.exists() and "ada" in table.read_text()) and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(how)
    said, _ = process.communicate()
    lines = said.splitlines()
    assert process.returncode == 0
    assert lines[0].startswith("Watching ") and lines[1].endswith(" ada ex01 4/4 passed")
    assert lines[2] == "Stopped. 1 graded."
    assert [line.split(":")[0] for line in lines[3:]] == ["results", "scores", "gradebook"]
    assert not (table.parent / ".lock").exists()
