"""Where the data are: the embedded sample, or the full set in a named folder, from Debian, or downloaded."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.data import cache, download, idx, manifest
from autograder.errors import HostError

LAYOUT = Path("FashionMNIST", "raw")  # torchvision's folders, below what it calls root
SAMPLE_FOLDER = Path(__file__).parent / "sample" / LAYOUT
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
DOWNLOADED = "downloaded"  # folder in the cache
WAYS = (
    "set `full` in [data] of course.toml to a folder that has it, "
    "or run `apt install dataset-fashion-mnist`, or connect to the network so that it can be downloaded"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A data set and the files that hold it, which are not read before they are needed."""

    kind: Literal["sample", "full"]
    data_set: idx.DataSet
    folder: Path  # where it was found, for messages
    paths: tuple[Path, ...]  # the four files, plain or .gz, in the order of `data_set.files`

    def __str__(self) -> str:
        train, test = self.data_set.train_labels.shape[0], self.data_set.test_labels.shape[0]
        where = "embedded in the package" if self.kind == "sample" else f"in {self.folder}"
        return f"FashionMNIST, {train:,} training and {test:,} test images, {where}"

    def read(self, file: idx.IdxFile) -> bytes:
        """Return the unpacked, verified bytes of one of the data set's files; raises `HostError`."""
        return idx.read(self.paths[self.data_set.files.index(file)], file)


def find(
    full: bool = False,
    folder: Path | None = None,
    *,
    data_set: idx.DataSet = manifest.FULL,
    debian: Path = DEBIAN,
    fetch: Callable[[Path], None] = download.fetch,
) -> Source:
    """Return the sample, or with `full` the whole set from `folder`, else Debian's package, else a download.

    A folder that was named is the only one tried. The last three arguments are what the whole set is, where
    Debian keeps it, and what downloads it into a folder.
    """
    if not full:
        return _source("sample", manifest.SAMPLE, SAMPLE_FOLDER, _complete(SAMPLE_FOLDER, manifest.SAMPLE))
    if folder is not None:
        return _named(folder, data_set)
    paths = _complete(debian, data_set)
    if paths:
        return _source("full", data_set, debian, paths)
    try:
        downloaded = cache.build(DOWNLOADED, fetch, lambda folder: bool(_complete(folder, data_set)))
    except HostError as error:
        raise HostError(f"the full FashionMNIST is not on this machine ({error}); {WAYS}") from error
    return _source("full", data_set, downloaded, _complete(downloaded, data_set))


def _named(folder: Path, data_set: idx.DataSet) -> Source:
    paths = _complete(folder, data_set)
    if paths:
        return _source("full", data_set, folder, paths)
    if not os.path.isdir(folder):
        trouble = "is not a folder" if os.path.exists(folder) else "does not exist"
        raise HostError(
            f"{folder}: {trouble}; name the folder that holds the full FashionMNIST, or none at all"
        )
    missing = next(file.name for file in data_set.files if _locate(folder, file.name) is None)
    raise HostError(
        f"{folder}: has no {missing} (nor {missing}.gz), neither itself nor in {LAYOUT}; "
        "name the folder that holds the full FashionMNIST, or none at all"
    )


def _source(
    kind: Literal["sample", "full"], data_set: idx.DataSet, folder: Path, paths: tuple[Path, ...]
) -> Source:
    if not paths:
        raise HostError(f"{folder}: files of FashionMNIST are missing; install torchgrade again")
    return Source(kind=kind, data_set=data_set, folder=folder, paths=paths)


def _complete(folder: Path, data_set: idx.DataSet) -> tuple[Path, ...]:
    """Where each of the four files is; empty unless all of them are there."""
    found = [_locate(folder, file.name) for file in data_set.files]
    paths = tuple(path for path in found if path is not None)
    return paths if len(paths) == len(found) else ()


def _locate(folder: Path, name: str) -> Path | None:
    candidates = [place / name_ for place in (folder / LAYOUT, folder) for name_ in (name, f"{name}.gz")]
    return next((path for path in candidates if os.path.exists(path)), None)
