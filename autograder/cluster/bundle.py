"""What other machines need of a course, as bytes: suites, solutions and the secret.

Neither submissions nor the gradebook are in it, nor where the gradebook is: its address may hold a password.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from autograder.course import Course
from autograder.data import sources
from autograder.errors import InternalError
from autograder.grading import seeds

SECRET, DATA = "secret", "data"
_NOT_NEEDED = frozenset({"__pycache__", "alternatives", "equivalents", "misconceptions"})
_NO_GRADEBOOK = "sqlite:////nowhere"


class _Packed(msgspec.Struct, frozen=True, kw_only=True):
    course: dict[str, Any]  # a `Course` whose paths begin at the folder that it will be unpacked into
    files: dict[str, bytes]  # by path below that folder


def pack(course: Course, *, full: bool) -> bytes:
    """Return the course as bytes, the same ones for the same files; `full` takes FashionMNIST along."""
    files = {str(name.as_posix()): path.read_bytes() for name, path in _files(course)}
    files[SECRET] = seeds.read_secret(course.secret_file, course.id)
    if full:
        found = sources.find(True, course.full_data)
        files |= {f"{DATA}/{path.name}": path.read_bytes() for path in found.paths}
    moved = _moved(course, Path(), full=full)
    return msgspec.msgpack.encode(_Packed(course=msgspec.to_builtins(moved, enc_hook=_plain), files=files))


def digest(bundle: bytes) -> str:
    """Return the name of a course's bytes: their SHA-256, hexadecimal."""
    return hashlib.sha256(bundle).hexdigest()


def unpack(bundle: bytes, folder: Path) -> None:
    """Write a course's files into an empty folder, for its owner's eyes alone."""
    for name, data in _read(bundle).files.items():
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or parts[0] == "/":
            raise InternalError(f"a course was sent with a file of the name {name!r}")
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(data)


def course_in(bundle: bytes, folder: Path) -> Course:
    """Return the course that was unpacked into a folder."""
    packed = msgspec.convert(_read(bundle).course, Course, dec_hook=_typed)
    return _moved(packed, folder, full=packed.full_data is not None)


def _read(bundle: bytes) -> _Packed:
    return msgspec.msgpack.decode(bundle, type=_Packed)


def _files(course: Course) -> Iterator[tuple[Path, Path]]:
    """Yield the files of the folders that suites and solutions import from, as name and place."""
    folders = {path.parent for one in course.exercises for path in (one.suite, one.solution)}
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(course.root)
            if path.is_file() and _NOT_NEEDED.isdisjoint(name.parts):
                yield name, path


def _moved(course: Course, root: Path, *, full: bool) -> Course:
    exercises = tuple(msgspec.structs.replace(one, root=root) for one in course.exercises)
    return msgspec.structs.replace(
        course,
        root=root,
        exercises=exercises,
        gradebook_url=_NO_GRADEBOOK,
        secret_file=root / SECRET,
        full_data=root / DATA if full else None,
    )


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError


def _typed(kind: type, value: object) -> object:
    if issubclass(kind, Path) and isinstance(value, str):
        return Path(value)
    raise NotImplementedError
