"""The image of workers in containers: what is in it, what it is called, and how it is built.

    python -m autograder.worker.image          builds it with the engine of this host

Its tag is a digest of all that goes in: the Containerfile, the part of torchgrade that runs beside learner
code, and the versions of the packages here. So an image that is there is the right one, and a grader never
talks to a worker of another version.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import autograder
from autograder.errors import GraderError, HostError

NAME = "torchgrade-worker"
COMMAND = "make image, or: python -m autograder.worker.image"
CONTAINERFILE = "Containerfile"
REQUIREMENTS = "requirements.txt"
# What submissions may import; where one is not installed here, it is not in the image either.
PACKAGES = ("torch", "torchvision", "numpy", "msgspec", "matplotlib", "scikit-learn", "tensorboard")
# Modules of this package that only the grader uses: their changes make no other image.
_OUTSIDE = frozenset({"backends", "channel", "client", "container", "image", "settings", "submission"})
_HERE = Path(__file__).parent


def tag() -> str:
    """Return the image's name with its tag."""
    mixed = hashlib.sha256()
    for name, content in sorted(context()):
        mixed.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"{NAME}:{mixed.hexdigest()[:16]}"


def context() -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of all files that the image is built from."""
    containerfile = (_HERE / CONTAINERFILE).read_text()
    yield (
        CONTAINERFILE,
        containerfile.replace("@PYTHON@", ".".join(platform.python_version_tuple()[:2])).encode(),
    )
    yield REQUIREMENTS, "".join(f"{one}\n" for one in requirements()).encode()
    root = Path(autograder.__file__).parent
    inside = [path for path in sorted(_HERE.glob("*.py")) if path.stem not in _OUTSIDE]
    for path in (root / "__init__.py", *inside):
        yield f"autograder/{path.relative_to(root)}", path.read_bytes()


def requirements() -> Iterator[str]:
    """Yield the packages with their versions here, without the mark of a CUDA build."""
    for name in PACKAGES:
        try:
            yield f"{name}=={metadata.version(name).partition('+')[0]}"
        except metadata.PackageNotFoundError:
            continue


def build_command(engine: str, wanted: str, folder: Path) -> list[str]:
    """Return the command that builds the image from a folder with the context."""
    return [engine, "build", f"--tag={wanted}", f"--file={folder / CONTAINERFILE}", str(folder)]


def build(engine: str) -> str:
    """Build the image, and return its name with its tag; raises `HostError`."""
    wanted = tag()
    with tempfile.TemporaryDirectory(prefix="torchgrade-image-") as name:
        for file, content in context():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if code := subprocess.run(build_command(engine, wanted, Path(name))).returncode:
            free = shutil.disk_usage(name).free >> 30
            raise HostError(
                f"{engine} could not build {wanted} (exit code {code}); what it said is above. "
                f"It needs the network, and some GB of disk ({free} GB are free here)."
            )
    return wanted


def main() -> int:
    """Build the image for this torchgrade."""
    from autograder.worker.container import find_engine

    try:
        print(build(find_engine()))
    except GraderError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
