"""A FashionMNIST of forty training and twenty test images, in every way that it may lie on a disk."""

import gzip
import hashlib
from pathlib import Path

import pytest

from autograder.data import idx, manifest

TRAIN, TEST = 40, 20


def _images(count: int) -> bytes:
    return b"".join(bytes([i % 251]) * manifest.SIDE**2 for i in range(count))


def _labels(count: int) -> bytes:
    return bytes(i % 10 for i in range(count))


CONTENTS = {
    manifest.TRAIN_IMAGES: idx.header((TRAIN, manifest.SIDE, manifest.SIDE)) + _images(TRAIN),
    manifest.TRAIN_LABELS: idx.header((TRAIN,)) + _labels(TRAIN),
    manifest.TEST_IMAGES: idx.header((TEST, manifest.SIDE, manifest.SIDE)) + _images(TEST)[::-1],
    manifest.TEST_LABELS: idx.header((TEST,)) + _labels(TEST)[::-1],
}


class Tiny:
    """The set's description, its bytes, and a way to put it into a folder."""

    contents = CONTENTS
    data_set = manifest.data_set(
        TRAIN, TEST, tuple(hashlib.sha256(data).hexdigest() for data in CONTENTS.values())
    )

    def put(self, folder: Path, *, zipped: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.contents.items():
            if zipped:
                (folder / f"{name}.gz").write_bytes(gzip.compress(data))
            else:
                (folder / name).write_bytes(data)
        return folder


@pytest.fixture
def tiny() -> Tiny:
    return Tiny()


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory, monkeypatch) -> Path:
    """No test touches the cache of the person who runs it."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "torchgrade"
