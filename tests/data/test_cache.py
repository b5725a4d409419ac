"""A cached folder is complete or absent, and a cache that cannot be written is no reason to stop."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from autograder.data import cache
from autograder.errors import HostError


def make(folder):
    (folder / "a").write_text("a")
    (folder / "b").write_text("b")


def valid(folder):
    return all((folder / name).is_file() and (folder / name).read_text() == name for name in "ab")


def never(folder):
    raise AssertionError("it was there already")


def test_builds_once(cache_home):
    assert cache.build("thing", make, valid) == cache_home / "thing"
    assert cache.build("thing", never, valid) == cache_home / "thing"
    assert os.listdir(cache_home) == ["thing"]


def test_damaged_folder_is_replaced(cache_home):
    (cache.build("thing", make, valid) / "b").write_text("changed")
    assert valid(cache.build("thing", make, valid))
    assert os.listdir(cache_home) == ["thing"]


def test_file_in_its_place_is_replaced(cache_home):
    cache_home.mkdir(parents=True)
    (cache_home / "thing").touch()
    assert valid(cache.build("thing", make, valid))
    assert os.listdir(cache_home) == ["thing"]


def test_failure_leaves_nothing_behind(cache_home):
    def fail(folder):
        (folder / "a").touch()
        raise HostError("no data")

    with pytest.raises(HostError, match="no data"):
        cache.build("thing", fail, valid)
    assert os.listdir(cache_home) == []


def test_many_at_once_all_get_the_complete_folder(cache_home):
    """All have found the folder absent before the first one puts it in place."""
    together = threading.Barrier(8, timeout=10)
    found = []

    def slowly(folder):
        together.wait()
        make(folder)

    def build():
        found.append(valid(cache.build("thing", slowly, valid)))

    threads = [threading.Thread(target=build) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8
    assert os.listdir(cache_home) == ["thing"]


def test_slower_builder_leaves_a_valid_folder_alone(cache_home):
    """Another process may be reading it."""
    inodes = []

    def make_slowly(folder):
        make(folder)
        faster = cache.build("thing", make, valid)
        inodes.append(faster.stat().st_ino)

    assert cache.build("thing", make_slowly, valid).stat().st_ino == inodes[0]


def test_unwritable_cache_falls_back_to_a_temporary_folder(cache_home):
    cache_home.parent.mkdir(exist_ok=True)
    cache_home.write_text("a file where the folder should be")
    first = cache.build("thing", make, valid)
    assert valid(first) and first.parent == cache.temporary()
    assert cache.build("thing", never, valid) == first


def test_nowhere_to_write(cache_home, monkeypatch, tmp_path):
    cache_home.write_text("a file where the folder should be")
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(tempfile, "tempdir", str(blocked))
    monkeypatch.setattr(cache, "temporary", cache.temporary.__wrapped__)  # forget the folder of another test
    with pytest.raises(HostError, match=r"neither .* can be written .*; free some space, or set XDG"):
        cache.build("thing", make, valid)


def test_temporary_folder_goes_with_its_process_but_not_with_a_child():
    code = """
import os
from autograder.data import cache
folder = cache.temporary()
child = os.fork()
if child == 0:
    raise SystemExit  # an ordinary end, which runs what was registered for it
os.waitpid(child, 0)
print(folder, folder.is_dir())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    folder, there = done.stdout.split()
    assert there == "True" and not Path(folder).exists()
