"""No more graders are started than memory has room for, unless somebody says how many."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from autograder.batch import memory
from autograder.batch.graders import open_pool
from autograder.batch.memory import GRADER_MB, available_mb, room_for
from autograder.batch.pool import Pool
from autograder.batch.run import grade_class
from tests.tiny import SOLUTION, make_course

MEMINFO = "MemTotal:       16000000 kB\nMemFree:  1000 kB\nMemAvailable:    8388608 kB\n"


@pytest.mark.parametrize(
    ("sizes", "wanted", "available", "expected"),
    [
        ([850] * 20, 8, None, 8),  # the system does not say
        ([850] * 20, 8, 8000.0, 8),  # to the megabyte
        ([850] * 20, 8, 7999.0, 7),
        ([850] * 20, 8, 10.0, 1),  # one is always tried
        ([250, 250, 3850, 250], 3, 4799.0, 2),  # the large one may run beside any other
        ([250, 250, 3850, 250], 3, 4800.0, 3),
        ([850] * 2, 8, 2000.0, 8),  # two jobs need no more than two
        ([850] * 2, 8, 1500.0, 1),
    ],
)
def test_as_many_as_there_is_room_for(
    sizes: list[int], wanted: int, available: float | None, expected: int
) -> None:
    assert GRADER_MB == 150, "the sizes above are for this"
    count, note = room_for(sizes, wanted, available)
    assert count == expected and bool(note) == (expected != wanted)


def test_the_note_says_how_many_and_why() -> None:
    assert room_for([2048, 10, 10], 8, 2300.0) == (
        1,
        "Graded 1 at once, not 3: 2.2 GB of memory are free, and one submission may take 2.1 GB "
        "(memory_mb in course.toml). Say --jobs 3 to do it anyway.",
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"proc/meminfo": MEMINFO}, 8192),
        # Version 2, with a limit around this process's own group; 100 of the 600 MB in use can be had back.
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "0::/outer/inner\n",
                "sys/fs/cgroup/outer/inner/memory.max": "max\n",
                "sys/fs/cgroup/outer/inner/memory.current": "1000\n",
                "sys/fs/cgroup/outer/memory.max": f"{2048 << 20}\n",
                "sys/fs/cgroup/outer/memory.current": f"{600 << 20}\n",
                "sys/fs/cgroup/outer/memory.stat": f"anon 1\ninactive_file {100 << 20}\n",
            },
            1548,
        ),
        # In a container, where the path is the host's and the limit is at the top.
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "0::/system.slice/docker-0123.scope\n",
                "sys/fs/cgroup/memory.max": f"{1024 << 20}\n",
                "sys/fs/cgroup/memory.current": f"{1025 << 20}\n",
            },
            0,
        ),
        # Version 1, where no limit is a large number.
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "4:cpu,cpuacct:/\n3:memory:/job\n0::/\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "77\n",
                "sys/fs/cgroup/memory/job/memory.limit_in_bytes": f"{512 << 20}\n",
                "sys/fs/cgroup/memory/job/memory.usage_in_bytes": f"{112 << 20}\n",
                "sys/fs/cgroup/memory/job/memory.stat": f"total_inactive_file {12 << 20}\n",
            },
            412,
        ),
    ],
)
def test_what_is_available(tmp_path: Path, files: dict[str, str], expected: float | None) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert available_mb(tmp_path) == expected


def test_a_class_is_graded_by_so_many_unless_jobs_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path / "course")
    for learner in ("ada", "bob"):
        (tmp_path / "class" / learner).mkdir(parents=True)
        (tmp_path / "class" / learner / "ex01_double.py").write_text(f"{SOLUTION}# {learner}\n")
    monkeypatch.setattr(memory, "available_mb", lambda: 900.0)
    monkeypatch.setattr("autograder.batch.graders.available_cores", lambda: 2)
    started: list[int | None] = []

    def noting(*arguments: Any, **how: Any) -> AbstractContextManager[Pool]:
        started.append(how["jobs"])
        return open_pool(*arguments, **how)

    monkeypatch.setattr("autograder.batch.graders.open_pool", noting)
    notes = [
        grade_class(course, tmp_path / "class", tmp_path / f"out-{jobs}", jobs=jobs).notes
        for jobs in (None, 2)
    ]
    note = (
        "Graded 1 at once, not 2: 0.9 GB of memory are free, and one submission may take 0.6 GB "
        "(memory_mb in course.toml). Say --jobs 2 to do it anyway."
    )
    assert (started, notes) == ([1, 2], [(note,), ()])
