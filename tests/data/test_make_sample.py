"""The embedded sample is what the script makes of the full set, and can be made again."""

import gzip
import subprocess
import sys

import pytest

from autograder.data import idx, manifest, sources
from autograder.data.make_sample import sample_of, write


@pytest.fixture
def sample(tiny, tmp_path):
    return sample_of(sources.find(True, tiny.put(tmp_path), data_set=tiny.data_set), train=2, test=1)


def test_takes_even_steps_through_each_class_in_the_sets_own_order(tiny, sample):
    """Image i of the tiny training set has class i % 10 and pixels i; every other one of a class is taken."""
    chosen = [*range(10), *range(20, 30)]
    pixels = b"".join(bytes([i]) * manifest.SIDE**2 for i in chosen)
    assert sample[manifest.TRAIN_IMAGES] == idx.header((20, 28, 28)) + pixels
    assert sample[manifest.TRAIN_LABELS] == idx.header((20,)) + bytes([*range(10), *range(10)])


def test_test_images_come_from_the_test_set(tiny, sample):
    assert sample[manifest.TEST_LABELS] == idx.header((10,)) + bytes(range(9, -1, -1))
    assert sample[manifest.TEST_IMAGES][16:] == tiny.contents[manifest.TEST_IMAGES][16 : 16 + 10 * 28 * 28]


def test_archives_do_not_depend_on_time(sample, tmp_path, monkeypatch):
    for name, now in (("one", 1_000_000_000.0), ("two", 1_700_000_000.0)):
        monkeypatch.setattr("time.time", lambda now=now: now)
        write(sample, tmp_path / name)
    for name, data in sample.items():
        first = (tmp_path / "one" / f"{name}.gz").read_bytes()
        assert first == (tmp_path / "two" / f"{name}.gz").read_bytes()
        assert gzip.decompress(first) == data


@pytest.mark.skipif(not sources.DEBIAN.is_dir(), reason="Debian's dataset-fashion-mnist is not installed")
def test_script_makes_the_embedded_sample_of_the_full_set(tmp_path):
    options = ["--from", sources.DEBIAN, "--to", tmp_path]
    command = [sys.executable, "-m", "autograder.data.make_sample", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{file.sha256} {file.name}" for file in manifest.SAMPLE.files]
    for embedded in sources.find().paths:
        made = tmp_path / embedded.name
        assert gzip.decompress(made.read_bytes()) == gzip.decompress(embedded.read_bytes())
