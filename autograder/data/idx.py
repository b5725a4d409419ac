"""The idx files of FashionMNIST: what one must contain, and how its bytes are read without trusting it.

An idx file is a big-endian header (two zero bytes, the element type, the number of dimensions, then each
dimension as four bytes) and the elements in row-major order. Here the elements are always unsigned bytes,
type 8.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import stat
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import HostError

UNSIGNED_BYTE = 8
REMEDY = "get the file again from where it came, or use another source"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdxFile:
    """One file of the data set: its name in torchvision's layout, its shape, its unpacked bytes' digest."""

    name: str
    shape: tuple[int, ...]
    sha256: str

    @property
    def header(self) -> bytes:
        """The bytes that stand before the elements."""
        return header(self.shape)

    @property
    def size(self) -> int:
        """How many bytes the unpacked file has."""
        return len(self.header) + math.prod(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """The four files of one data set."""

    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile

    @property
    def files(self) -> tuple[IdxFile, ...]:
        """All four, training first."""
        return (self.train_images, self.train_labels, self.test_images, self.test_labels)


def header(shape: tuple[int, ...]) -> bytes:
    """Return the idx header of an array of unsigned bytes of that shape."""
    return struct.pack(f">HBB{len(shape)}I", 0, UNSIGNED_BYTE, len(shape), *shape)


def read(path: Path, expected: IdxFile) -> bytes:
    """Return the unpacked bytes of a file, plain or .gz, once they are proved to be the expected ones.

    Never reads or unpacks more than one byte beyond the expected size; raises `HostError` for anything else.
    """
    try:
        data = _read_at_most(path, expected.size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise HostError(f"{path}: cannot be read ({_reason(error)}); {REMEDY}") from error
    trouble = _trouble(data, expected)
    if trouble:
        raise HostError(f"{path}: {trouble}; {REMEDY}")
    return data


def _read_at_most(path: Path, size: int) -> bytes:
    # Opening a named pipe would wait for ever, and a folder's own error message names no remedy.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("not a regular file")
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(size)


def _reason(error: Exception) -> str:
    match error:
        case EOFError():
            return "the archive is cut short"
        case gzip.BadGzipFile() | zlib.error():
            return f"the archive is damaged: {error}"
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)


def _trouble(data: bytes, expected: IdxFile) -> str:
    start = expected.header
    if data[:4] != start[:4]:
        return f"is not {expected.name}: it starts with {data[:4].hex() or 'nothing'}, not {start[:4].hex()}"
    if data[: len(start)] != start:
        return f"holds an array of shape {_shape(data)}, where {expected.shape} is expected"
    if len(data) > expected.size:
        return f"is longer than the {expected.size:,} bytes of {expected.name}"
    if len(data) < expected.size:
        return f"is cut short: {len(data):,} of {expected.size:,} bytes"
    if hashlib.sha256(data).hexdigest() != expected.sha256:
        return f"has the form of {expected.name}, but not its contents (SHA-256 differs)"
    return ""


def _shape(data: bytes) -> tuple[int, ...]:
    """The dimensions that a header names, as far as it goes."""
    end = 4 * (1 + data[3])
    return tuple(value for (value,) in struct.iter_unpack(">I", data[4:end][: len(data[4:end]) // 4 * 4]))
