"""One run at a time: the second is told who is there, and a killed one leaves no lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.batch.lock import FILE_NAME, locked
from autograder.errors import UsageError

HOLD = """
import os, sys, time
from pathlib import Path
from autograder.batch.lock import locked
with locked(Path(sys.argv[1])):
    if os.fork() == 0:  # as graders do; none of them must keep the lock
        time.sleep(60)
        os._exit(0)
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    with process:
        pass


def test_the_second_run_is_told_who_is_there(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        with pytest.raises(UsageError) as told, locked(tmp_path):
            pass
    finally:
        end(process)
    assert str(told.value) == (
        f"Another `grade all` (process {process.pid} on {os.uname().nodename}) is writing to {tmp_path}. "
        "Wait until it has ended, or name another folder with --out."
    )


def test_the_lock_of_a_killed_run_is_free_though_its_children_live_on(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        process.kill()
        process.wait()
        assert (tmp_path / FILE_NAME).exists()
        with locked(tmp_path):
            pass
    finally:
        end(process)
    assert os.listdir(tmp_path) == []


def test_runs_that_take_turns_never_meet(tmp_path: Path) -> None:
    """The file goes when a run ends, while others try to lock it: none of them may lock one that is gone."""
    program = """
import sys, time
from pathlib import Path
from autograder.batch.lock import locked
from autograder.errors import UsageError
folder, rounds = Path(sys.argv[1]), 0
while rounds < 150:
    try:
        with locked(folder):
            (folder / "alone").mkdir()  # fails where somebody else is in here
            (folder / "alone").rmdir()
            rounds += 1
    except UsageError:
        pass
"""
    processes = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(3)]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
