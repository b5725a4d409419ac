"""Making a process light: which ranges, and that it works or does no harm."""

import platform
import subprocess
import sys

import pytest

from autograder.worker import backends, forkable
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
    assert list(forkable.ranges(MAPS)) == [
        (0x01A00000, 0x02600000),
        (0x7F0000000000, 0x7F0000600000),
    ]


SMAPS = """\
7f0000000000-7f0000600000 rw-p 00000000 fe:00 12 /site/torch/lib/libtorch_cuda.so
Size:               6144 kB
Anonymous:             0 kB
7f0000600000-7f0000700000 r--p 00000000 fe:00 13 /site/nvidia/lib/libcublasLt.so.13
Size:               1024 kB
Anonymous:            64 kB
7f0000700000-7f0000800000 rw-p 00000000 fe:00 14 /site/torch/lib/libtorch_cpu.so
Anonymous:             4 kB
7f0000800000-7f0000900000 rw-s 00000000 fe:00 15 /tmp/shared
Anonymous:             0 kB
7f0000900000-7f0000a00000 rw-p 00000000 00:00 0 
Anonymous:             0 kB
"""


def test_only_files_that_nobody_wrote_to_are_let_go() -> None:
    """What was written, what cannot be written, shared memory, memory without a file: all stay."""
    unwritten = [mapping.path for mapping in forkable.mappings(SMAPS) if forkable.is_unwritten(mapping)]
    assert unwritten == ["/site/torch/lib/libtorch_cuda.so"]


def test_a_process_made_light_forks_and_computes() -> None:
    """Neither the process nor its child misses what was taken."""
    program = """
import os, torch
from autograder.worker import forkable
torch.set_num_threads(1)

forkable.make_light()
child = os.fork()
x = torch.arange(6.0).reshape(2, 3)
good = (x @ x.T).tolist() == [[5.0, 14.0], [14.0, 50.0]] and not torch.cuda.is_initialized()
if child == 0:
    import torch.utils.data
    os._exit(0 if good else 1)
print(good, os.waitpid(child, 0)[1])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=CHECKOUT)
    assert done.stdout.split() == ["True", "0"], done.stderr


TIDY = """
import logging, os, sys
from autograder.worker import forkable
handler = logging.StreamHandler(sys.stdout)
logging.getLogger().addHandler(handler)
locks = len(logging._at_fork_reinit_lock_weakset)
forkable.tidy_up()
print(locks > 0, len(logging._at_fork_reinit_lock_weakset))
child = os.fork()
if child == 0:
    logging.warning("logged after the fork")
    handler.flush()
    os._exit(0)
print(os.waitpid(child, 0)[1])
"""


def test_a_process_that_was_tidied_up_forks_and_logs() -> None:
    done = subprocess.run([sys.executable, "-u", "-c", TIDY], capture_output=True, text=True, cwd=CHECKOUT)
    assert done.stdout.splitlines() == ["True 0", "logged after the fork", "0"], done.stderr


def test_a_machine_without_it_gathers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is missing, the zygote goes on: it is only slower."""
    monkeypatch.setattr(forkable, "_huge_bytes", lambda: int("no such file"))
    assert forkable.collapse() == 0


def test_memory_is_gathered_and_keeps_its_content() -> None:
    release = platform.release().split("-")[0].split(".")[:2]
    if sys.platform != "linux" or tuple(map(int, release)) < (6, 1):
        pytest.skip("MADV_COLLAPSE: needs Linux 6.1")
    program = """
from autograder.worker import forkable
pieces = [bytes([n % 251]) * 4000 for n in range(5000)]
gathered = forkable.collapse()
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


FILLED = """
from autograder.worker import forkable

scattered = [bytes(200) for _ in range(20_000)]
del scattered[::3]
taken = forkable.fill_heap() if {fill} else 0
print(taken, len({{id(one) >> 12 for one in [bytes(200) for _ in range(5_000)]}}))
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="the heap of another C library is its own affair"
)
def test_what_is_made_in_a_heap_that_was_filled_lies_together() -> None:
    """5,000 pieces of 240 bytes: 293 pages, where they lie side by side."""
    filled, as_it_was = (
        subprocess.run(
            [sys.executable, "-c", FILLED.format(fill=fill)],
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            env=backends.environment(many=True),
        )
        for fill in (True, False)
    )
    taken, pages = map(int, filled.stdout.split())
    assert taken > 6_000 and pages < 320, filled.stderr
    assert int(as_it_was.stdout.split()[1]) > 600


def test_a_heap_that_is_not_made_for_it_is_left_alone() -> None:
    program = "from autograder.worker import forkable; print(forkable.fill_heap())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=CHECKOUT)
    assert done.stdout == "0\n", done.stderr
