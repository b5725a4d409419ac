"""All that decides on a score besides the submission, as one digest: may a finished report be used again?"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import autograder
from autograder.course import FILE_NAME, Course, Exercise
from autograder.grading import seeds
from autograder.grading.gpus import uses_gpu
from autograder.worker.settings import Accelerator

PACKAGES = ("torch", "torchvision", "numpy", "pytest", "msgspec")


def fingerprints(
    course: Course,
    exercises: Sequence[Exercise],
    layers: Sequence[str],
    *,
    full: bool,
    device: Accelerator = "simulated",
) -> dict[str, str]:
    """Return the fingerprint of each exercise by its id."""
    secret = seeds.read_secret(course.secret_file, course.id)
    return {
        exercise.id: _fingerprint(
            course,
            exercise,
            layers=layers,
            full=full,
            device=device if uses_gpu(exercise) else "",
            secret=secret,
        )
        for exercise in exercises
    }


def _fingerprint(
    course: Course, exercise: Exercise, *, layers: Sequence[str], full: bool, device: str, secret: bytes
) -> str:
    """Return a digest of the course, an exercise's suite and solution, this grader, and what it runs on.

    `layers` are those of the sandbox that are in force, `full` says that the whole FashionMNIST is used,
    `device` what tests with a GPU get ("" where there are none), and `secret` is what inputs are drawn from.
    """
    mixed = hashlib.blake2b(key=hashlib.sha256(secret).digest(), digest_size=32)
    for part in (*map(str, layers), str(full), device, course.id, platform.python_version(), *versions()):
        mixed.update(f"{len(part)}:{part}".encode())
    mixed.update(grader_digest())
    for path in _files(course, exercise):
        mixed.update(_of_file(path))
    return mixed.hexdigest()


@cache
def grader_digest() -> bytes:
    """Return the digest of this package, wherever it is installed; it is one for all exercises."""
    mixed, root = hashlib.sha256(), Path(autograder.__file__).parent
    for path in sorted(root.rglob("*.py")):
        mixed.update(f"{path.relative_to(root)}:".encode("utf-8", "surrogateescape"))
        mixed.update(hashlib.sha256(path.read_bytes()).digest())
    return mixed.digest()


def _of_file(path: Path) -> bytes:
    return f"{path}:".encode("utf-8", "surrogateescape") + hashlib.sha256(path.read_bytes()).digest()


def versions() -> Iterator[str]:
    """Yield the name and version of each package on which a verdict can depend."""
    for name in PACKAGES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} is not installed"


def _files(course: Course, exercise: Exercise) -> list[Path]:
    """What a suite is made of: it may import its neighbours, and so may the solution."""
    folders = {path.parent for path in (exercise.suite, exercise.solution)}
    return sorted({course.root / FILE_NAME, *(path for folder in folders for path in folder.glob("*.py"))})
