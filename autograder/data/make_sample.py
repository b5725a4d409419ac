"""Rebuild the embedded sample from the full set: `python -m autograder.data.make_sample`.

The sample takes images of each class at even steps through the set (of 6,000 training images of a class every
tenth, of 1,000 test images every fifth) and leaves them in the set's own order. No random numbers: the same
bytes every time.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path

from autograder.data import idx, manifest
from autograder.data.sources import SAMPLE_FOLDER, Source, find

TRAIN_PER_CLASS = 600
TEST_PER_CLASS = 200


def sample_of(source: Source, train: int = TRAIN_PER_CLASS, test: int = TEST_PER_CLASS) -> dict[str, bytes]:
    """Return the unpacked idx files of a balanced sample with that many images a class, by name."""
    full = source.data_set
    return {
        **_part(source, full.train_images, full.train_labels, train),
        **_part(source, full.test_images, full.test_labels, test),
    }


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files as .gz archives whose bytes tell neither time nor name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(data, mtime=0))


def _part(source: Source, images: idx.IdxFile, labels: idx.IdxFile, per_class: int) -> dict[str, bytes]:
    pixels = source.read(images)[len(images.header) :]
    classes = source.read(labels)[len(labels.header) :]
    chosen = _evenly(classes, per_class)
    size = manifest.SIDE**2
    return {
        images.name: idx.header((len(chosen), manifest.SIDE, manifest.SIDE))
        + b"".join(pixels[i * size : (i + 1) * size] for i in chosen),
        labels.name: idx.header((len(chosen),)) + bytes(classes[i] for i in chosen),
    }


def _evenly(classes: bytes, per_class: int) -> list[int]:
    chosen: list[int] = []
    for label in range(len(manifest.CLASSES)):
        places = [i for i, found in enumerate(classes) if found == label]
        chosen += places[:: max(len(places) // per_class, 1)][:per_class]
    return sorted(chosen)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m autograder.data.make_sample", description=__doc__)
    parser.add_argument(
        "--from", dest="source", type=Path, help="folder of the full set, if not to be looked for"
    )
    parser.add_argument(
        "--to", type=Path, default=SAMPLE_FOLDER, help="folder to write, if not the package's"
    )
    arguments = parser.parse_args()
    files = sample_of(find(full=True, folder=arguments.source))
    write(files, arguments.to)
    for name, data in files.items():
        print(hashlib.sha256(data).hexdigest(), name)


if __name__ == "__main__":
    main()
