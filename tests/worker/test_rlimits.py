"""The limits as a table, and what kernels make of them."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.worker import rlimits
from autograder.worker.rlimits import Limits
from tests.worker.confinement import CHECKOUT

LIMITS = Limits(memory_bytes=1000, processes=5, file_bytes=300, scratch_bytes=400, cpu_seconds=7)


def test_each_limit_is_what_was_asked_on_top_of_what_is_in_use() -> None:
    table = rlimits.table(LIMITS, mapped=20_000, others=0)
    assert table["RLIMIT_AS"] == (21_000, 21_000)
    assert table["RLIMIT_NPROC"] == (5, 5)
    assert table["RLIMIT_FSIZE"] == (300, 300)
    assert table["RLIMIT_CPU"] == (7, 8)
    for name in ("MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO"):
        assert table[f"RLIMIT_{name}"] == (0, 0)


def test_processes_of_the_same_user_come_on_top_where_the_kernel_counts_them() -> None:
    assert rlimits.table(LIMITS, mapped=0, others=90)["RLIMIT_NPROC"] == (95, 95)


@pytest.mark.parametrize(
    ("release", "per_namespace"),
    [
        ("5.14.0", True),
        ("5.13.19-generic", False),
        ("6.1.0-18-amd64", True),
        ("6.18.44", True),
        ("4.18.0-553.el8_10.x86_64", False),
        ("5.15.167.4-microsoft-standard-WSL2", True),
        ("10.0", True),
        ("unheard-of", False),
    ],
)
def test_kernels_that_count_processes_per_namespace(release: str, per_namespace: bool) -> None:
    assert rlimits.counts_per_namespace(release) is per_namespace


def test_the_tasks_of_a_user_are_counted_with_their_threads(tmp_path: Path) -> None:
    for name, threads in (("1", 3), ("22", 1), ("self", 5)):
        for thread in range(threads):
            (tmp_path / name / "task" / str(thread)).mkdir(parents=True)
    (tmp_path / "33").mkdir()  # one that ended while it was counted
    assert rlimits.tasks_of(os.getuid(), tmp_path) == 4
    assert rlimits.tasks_of(os.getuid() + 1, tmp_path) == 0


def limited(program: str) -> str:
    """Run a program under these limits, and return what it prints."""
    start = """
        import resource, sys
        from autograder.worker import rlimits
        limits = rlimits.Limits(
            memory_bytes=256 << 20, processes=4096, file_bytes=1 << 20, scratch_bytes=0, cpu_seconds=5)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=True,
    )
    return done.stdout.strip()


def test_limits_leave_memory_for_what_was_asked_and_no_more() -> None:
    program = """
        rlimits.apply(limits)
        bytearray(200 << 20)
        try:
            bytearray(300 << 20)
        except MemoryError:
            print("stopped")
    """
    assert limited(program) == "stopped"


def test_a_limit_that_is_lower_already_stays(tmp_path: Path) -> None:
    """What an administrator has set is not raised, and asking for more is no error."""
    program = """
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        rlimits.apply(limits)
        print(resource.getrlimit(resource.RLIMIT_NOFILE))
    """
    assert limited(program) == "(64, 64)"


def test_a_crash_leaves_no_core_dump_even_where_a_program_collects_them() -> None:
    program = """
        rlimits.apply(limits)
        print(resource.getrlimit(resource.RLIMIT_CORE))
    """
    assert limited(program) == "(1, 1)"
