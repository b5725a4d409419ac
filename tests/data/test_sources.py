"""The data are found in the order that the documentation gives, or the message says what to do."""

import hashlib
import subprocess
import sys

import pytest

from autograder.data import cache, manifest, sources
from autograder.errors import HostError


def no_network(folder):
    raise HostError("the download failed: no network")


@pytest.fixture
def find_full(tiny, tmp_path):
    """`find(full=True)` for the tiny set on a machine that has nothing."""

    def find(folder=None, debian=tmp_path / "no-debian", fetch=no_network):
        return sources.find(True, folder, data_set=tiny.data_set, debian=debian, fetch=fetch)

    return find


def contents(source):
    return {file.name: source.read(file) for file in source.data_set.files}


def test_sample_is_the_default_even_where_a_folder_is_named(tmp_path):
    source = sources.find(folder=tmp_path)
    assert source.kind == "sample"
    assert str(source) == "FashionMNIST, 6,000 training and 2,000 test images, embedded in the package"


def test_sample_is_intact():
    for data in contents(sources.find()).values():
        assert data  # reading has compared size, header and digest


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("below", ["", "FashionMNIST/raw"])
def test_named_folder_in_every_layout(tiny, tmp_path, find_full, below, zipped):
    tiny.put(tmp_path / below, zipped=zipped)
    source = find_full(tmp_path)
    assert source.kind == "full" and source.folder == tmp_path
    assert contents(source) == tiny.contents
    assert str(source) == f"FashionMNIST, 40 training and 20 test images, in {tmp_path}"


def test_named_folder_comes_before_debian(tiny, tmp_path, find_full):
    named, debian = tiny.put(tmp_path / "named"), tiny.put(tmp_path / "debian", zipped=True)
    assert find_full(named, debian=debian).folder == named
    assert find_full(debian=debian).folder == debian


def test_named_folder_that_lacks_a_file_is_never_replaced_by_another_place(tiny, tmp_path, find_full):
    named, debian = tiny.put(tmp_path / "named"), tiny.put(tmp_path / "debian")
    (named / manifest.TEST_LABELS).unlink()
    with pytest.raises(HostError) as caught:
        find_full(named, debian=debian)
    assert str(caught.value) == (
        f"{named}: has no t10k-labels-idx1-ubyte (nor t10k-labels-idx1-ubyte.gz), neither itself nor in "
        "FashionMNIST/raw; name the folder that holds the full FashionMNIST, or none at all"
    )


def test_named_folder_that_does_not_exist_or_is_a_file(tmp_path, find_full):
    (tmp_path / "file").touch()
    for name, trouble in (("nowhere", "does not exist"), ("file", "is not a folder")):
        with pytest.raises(HostError, match=f"{name}: {trouble}; name the folder"):
            find_full(tmp_path / name)


def test_damaged_file_is_reported_when_it_is_read(tiny, tmp_path, find_full):
    tiny.put(tmp_path)
    (tmp_path / manifest.TRAIN_LABELS).write_bytes(b"\0\0\x08\x01")
    source = find_full(tmp_path)
    with pytest.raises(HostError, match="train-labels-idx1-ubyte: holds an array of shape"):
        source.read(source.data_set.train_labels)


def test_downloads_once_where_nothing_else_has_it(tiny, cache_home, find_full):
    calls = []

    def fetch(folder):
        calls.append(folder)
        tiny.put(folder / "FashionMNIST" / "raw", zipped=True)

    for _ in range(2):
        source = find_full(fetch=fetch)
        assert source.folder == cache_home / "downloaded" and contents(source) == tiny.contents
    assert len(calls) == 1


def test_incomplete_download_of_the_past_is_replaced(tiny, cache_home, find_full):
    stale = cache_home / "downloaded" / "FashionMNIST" / "raw"
    stale.mkdir(parents=True)
    (stale / manifest.TRAIN_IMAGES).write_bytes(b"half")
    source = find_full(fetch=lambda folder: tiny.put(folder / "FashionMNIST" / "raw") and None)
    assert contents(source) == tiny.contents


def test_nothing_anywhere_names_the_three_ways(cache_home, find_full):
    with pytest.raises(HostError) as caught:
        find_full()
    assert str(caught.value) == (
        "the full FashionMNIST is not on this machine (the download failed: no network); "
        "set `full` in [data] of course.toml to a folder that has it, or run "
        "`apt install dataset-fashion-mnist`, or connect to the network so that it can be downloaded"
    )
    assert list(cache_home.iterdir()) == []


def test_download_that_brings_too_little_is_an_error(find_full):
    with pytest.raises(HostError, match="files of FashionMNIST are missing"):
        find_full(fetch=lambda folder: None)


@pytest.mark.skipif(not sources.DEBIAN.is_dir(), reason="Debian's dataset-fashion-mnist is not installed")
def test_debian_has_the_set_that_the_manifest_describes():
    source = sources.find(full=True)
    assert source.folder == sources.DEBIAN
    for file in source.data_set.files:
        assert hashlib.sha256(source.read(file)).hexdigest() == file.sha256


def test_importing_the_package_imports_no_torch():
    code = "import sys, autograder.data; print({'torch', 'torchvision', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_cache_is_where_xdg_says_and_a_relative_name_is_ignored(monkeypatch, cache_home):
    assert cache.home() == cache_home
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/someone")
    assert str(cache.home()) == "/home/someone/.cache/torchgrade"
