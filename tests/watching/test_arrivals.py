"""What counts as arrived: files that have stopped changing, each state of them once."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from autograder.batch.plan import Job
from autograder.course import Exercise
from autograder.watching import arrivals as arrivals_module
from autograder.watching.arrivals import AGAIN_SECONDS, SETTLE_SECONDS, TIMES, Arrivals, noticed
from tests.tiny import make_course


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return make_course(tmp_path / "course").exercises[0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def arrivals(clock: Clock) -> Arrivals:
    return Arrivals(clock)


@pytest.fixture
def job(tmp_path: Path, exercise: Exercise) -> Job:
    path = tmp_path / "ex01_double.py"
    path.write_text("def double(x):\n")
    return Job(learner="ada", exercise=exercise, path=path)


def test_a_file_that_is_being_written_is_left_alone(arrivals: Arrivals, clock: Clock, job: Job) -> None:
    """A slow copy: a line comes in each half of the time that a whole file rests."""
    assert job.path is not None
    for line in ("    # doubles\n", "    return 2 * x\n", "\n"):
        assert arrivals.look([job]) == ([], True)
        with job.path.open("a") as file:
            file.write(line)
        clock.now += SETTLE_SECONDS / 2
    assert arrivals.look([job]) == ([], True)
    clock.now += SETTLE_SECONDS * 0.9
    assert arrivals.look([job]) == ([], True)
    clock.now += SETTLE_SECONDS * 0.2
    assert arrivals.look([job]) == ([job], False)
    assert arrivals.look([job]) == ([job], False), "until it is taken"
    arrivals.take([job])
    assert arrivals.look([job]) == ([], False)


def settled(arrivals: Arrivals, clock: Clock, *jobs: Job) -> list[Job]:
    arrivals.look(jobs)
    clock.now += SETTLE_SECONDS
    whole, unsettled = arrivals.look(jobs)
    assert not unsettled
    return whole


def test_what_could_not_be_graded_is_told_again_after_a_while(
    arrivals: Arrivals, clock: Clock, job: Job
) -> None:
    assert settled(arrivals, clock, job) == [job]
    assert arrivals.fail(job)
    clock.now += AGAIN_SECONDS * 0.9
    assert arrivals.look([job]) == ([], False), "no reason to look again at once"
    clock.now += AGAIN_SECONDS * 0.2
    assert arrivals.look([job]) == ([job], False)
    arrivals.take([job])
    assert arrivals.look([job]) == ([], False)


def fail_for_good(arrivals: Arrivals, clock: Clock, job: Job) -> None:
    for times in range(1, TIMES + 1):
        assert settled(arrivals, clock, job) == [job]
        assert arrivals.fail(job) == (times < TIMES)
        clock.now += 2 * AGAIN_SECONDS
    assert arrivals.look([job]) == ([], False)


def test_what_fails_each_time_is_left_alone_until_it_is_handed_in_anew(
    arrivals: Arrivals, clock: Clock, job: Job, exercise: Exercise
) -> None:
    """Then, and when the course changes, it has all its tries again."""
    assert job.path is not None
    fail_for_good(arrivals, clock, job)
    job.path.write_text(job.path.read_text() + "    return 2 * x\n")
    fail_for_good(arrivals, clock, job)
    arrivals.give_back([exercise.id])
    fail_for_good(arrivals, clock, job)


def test_a_change_does_not_wait_for_the_next_try(arrivals: Arrivals, clock: Clock, job: Job) -> None:
    assert job.path is not None and settled(arrivals, clock, job)
    arrivals.fail(job)
    job.path.write_text(job.path.read_text() + "    return 2 * x\n")
    assert settled(arrivals, clock, job) == [job]


@pytest.mark.parametrize("how", ["same length", "an older file", "moved into place", "gone", "another file"])
def test_every_change_counts(
    arrivals: Arrivals, clock: Clock, job: Job, exercise: Exercise, tmp_path: Path, how: str
) -> None:
    assert job.path is not None
    arrivals.take(settled(arrivals, clock, job))
    text, times = job.path.read_text(), job.path.stat()
    match how:
        case "same length":
            job.path.write_text(text.upper())
        case "an older file":  # `cp -p` of a file of the same size, with the times of the one before
            job.path.write_text(text.upper())
            os.utime(job.path, ns=(times.st_atime_ns, times.st_mtime_ns))
        case "moved into place":
            (tmp_path / "new").write_text(text)
            os.utime(tmp_path / "new", ns=(times.st_atime_ns, times.st_mtime_ns))
            (tmp_path / "new").replace(job.path)
        case "gone":
            job = Job(learner="ada", exercise=exercise, path=None)
        case "another file":
            job = Job(learner="ada", exercise=exercise, path=tmp_path / "ex01.py")
    assert arrivals.look([job]) == ([], True)
    assert settled(arrivals, clock, job) == [job]


def test_what_changes_while_it_is_graded_is_told_again(arrivals: Arrivals, clock: Clock, job: Job) -> None:
    assert job.path is not None
    whole = settled(arrivals, clock, job)
    job.path.write_text("something else")
    arrivals.take(whole)
    assert settled(arrivals, clock, job) == [job]


def test_nothing_handed_in_counts_too_and_some_may_come_again(
    arrivals: Arrivals, clock: Clock, job: Job, exercise: Exercise
) -> None:
    """Who has no file gets a row as well; when an exercise's suite has changed, all of it is new."""
    missing = Job(learner="bob", exercise=exercise, path=None)
    arrivals.take(settled(arrivals, clock, job, missing))
    arrivals.give_back({"ex02"})
    assert arrivals.look([job, missing]) == ([], False)
    arrivals.give_back({"ex01"})
    assert arrivals.look([job, missing]) == ([job, missing], False)


def test_who_has_gone_and_come_back_is_new(arrivals: Arrivals, clock: Clock, job: Job) -> None:
    arrivals.take(settled(arrivals, clock, job))
    arrivals.look([])
    assert settled(arrivals, clock, job) == [job]


@pytest.mark.parametrize("polling", ["", "1"])
def test_changes_are_noticed_in_new_folders_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polling: str
) -> None:
    """By news of the system, and by looking again and again where it has none."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "50")
    happened, reasons = threading.Event(), list[str]()
    with noticed([tmp_path], happened=happened.set, blind=reasons.append):
        number = 0
        while not happened.wait(0.2):  # the first ones may come before the watch has begun
            number += 1
            assert number < 500
            (tmp_path / f"learner-{number}").mkdir()
            (tmp_path / f"learner-{number}/ex01.py").touch()
    assert reasons == []


def test_files_of_other_names_are_no_news(tmp_path: Path) -> None:
    happened: SimpleQueue[None] = SimpleQueue()
    with noticed(
        [tmp_path],
        happened=lambda: happened.put(None),
        blind=print,
        recursive=False,
        endings=(".py", "course.toml"),
    ):
        for number in range(500):  # until the watch has begun
            (tmp_path / f"suite-{number}.py").touch()
            with contextlib.suppress(Empty):
                happened.get(timeout=0.2)
                break
        time.sleep(1.0)  # what may still be on its way of these files
        while not happened.empty():
            happened.get()
        (tmp_path / "gradebook.db").touch()
        with pytest.raises(Empty):
            happened.get(timeout=1.0)
        (tmp_path / "course.toml").touch()
        happened.get(timeout=60)


def test_one_is_told_when_changes_cannot_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*folders: Path, **how: object) -> Iterator[object]:
        raise OSError("OS file watch limit reached.")
        yield

    monkeypatch.setattr(arrivals_module, "watch", full)
    reasons: SimpleQueue[str] = SimpleQueue()
    with noticed([tmp_path], happened=lambda: None, blind=reasons.put):
        assert reasons.get(timeout=60) == "OS file watch limit reached."
