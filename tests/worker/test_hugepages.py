"""Gathering memory into huge pages: which ranges, and that it works or does no harm."""

import platform
import subprocess
import sys

import pytest

from autograder.worker import hugepages
from tests.worker.confinement import CHECKOUT

MB = 1 << 20

MAPS = """\
00400000-00e00000 r-xp 00000000 fe:00 123 /usr/bin/python3.11
00e00000-01800000 rw-p 00a00000 fe:00 123 /usr/bin/python3.11
01900000-02700000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000600000 rw-p 00000000 00:00 0 
7f0000700000-7f0000800000 rw-p 00000000 00:00 0 
7f0001000000-7f0001600000 rw-s 00000000 00:01 77 /dev/zero (deleted)
7f0002000000-7f0002600000 ---p 00000000 00:00 0 
7f0003000000-7f0003600000 rw-p 00000000 00:00 0 [anon:something]
7ffc00000000-7ffc00600000 rw-p 00000000 00:00 0 [stack]
"""


def test_only_private_anonymous_memory_is_gathered_in_whole_huge_pages() -> None:
    assert list(hugepages.ranges(MAPS)) == [
        (0x01A00000, 0x02600000),
        (0x7F0000000000, 0x7F0000600000),
    ]


def test_a_machine_without_it_gathers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is missing, the zygote goes on: it is only slower."""
    monkeypatch.setattr(hugepages, "_huge_bytes", lambda: int("no such file"))
    assert hugepages.collapse() == 0


def test_memory_is_gathered_and_keeps_its_content() -> None:
    release = platform.release().split("-")[0].split(".")[:2]
    if sys.platform != "linux" or tuple(map(int, release)) < (6, 1):
        pytest.skip("MADV_COLLAPSE: needs Linux 6.1")
    program = """
from autograder.worker import hugepages
pieces = [bytes([n % 251]) * 4000 for n in range(5000)]
gathered = hugepages.collapse()
print(gathered, all(piece == bytes([n % 251]) * 4000 for n, piece in enumerate(pieces)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=CHECKOUT, check=True
    )
    gathered, intact = done.stdout.split()
    assert intact == "True"
    if int(gathered) == 0:
        pytest.skip("MADV_COLLAPSE: this machine has no free huge pages")
    assert int(gathered) >= 10 * MB
