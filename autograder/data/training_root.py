"""The folder that a worker may see: a torchvision root with the training set, and no test images.

torchvision opens no FashionMNIST root that lacks one of the four files, not even for training. So the root
holds a stand-in for the test set: one black image a class.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from autograder.data import cache, idx, manifest
from autograder.data.sources import LAYOUT, Source

STAND_IN_SIZE = len(manifest.CLASSES)
STAND_IN = {
    manifest.TEST_IMAGES: idx.header((STAND_IN_SIZE, manifest.SIDE, manifest.SIDE))
    + bytes(STAND_IN_SIZE * manifest.SIDE**2),
    manifest.TEST_LABELS: idx.header((STAND_IN_SIZE,)) + bytes(range(STAND_IN_SIZE)),
}


def training_root(source: Source) -> Path:
    """Return a folder for `torchvision.datasets.FashionMNIST` in which only the training set is real.

    It is unpacked into the user's cache once, and verified each time, since learners may have changed it.
    """
    train = (source.data_set.train_images, source.data_set.train_labels)
    digests = {file.name: file.sha256 for file in train}
    digests |= {name: hashlib.sha256(data).hexdigest() for name, data in STAND_IN.items()}

    def make(folder: Path) -> None:
        raw = folder / LAYOUT
        raw.mkdir(parents=True)
        for name, data in STAND_IN.items():
            _write(raw / name, data)
        for file in train:
            _write(raw / file.name, source.read(file))

    return cache.build(_name(digests), make, lambda folder: _holds(folder / LAYOUT, digests))


def _name(digests: Mapping[str, str]) -> str:
    text = "\n".join(f"{digest} {name}" for name, digest in sorted(digests.items()))
    return f"train-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o444)


def _holds(raw: Path, digests: Mapping[str, str]) -> bool:
    try:
        if {path.name for path in raw.iterdir()} != set(digests):
            return False
        return all(_has_digest(raw / name, digest) for name, digest in digests.items())
    except OSError:
        return False


def _has_digest(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
