"""Python, PyTorch and CUDA, as they are installed."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.doctor.finding import Finding, broken, limited, ok

MINIMUM_PYTHON = (3, 11)
MINIMUM_TORCH = (2, 11)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Look at the interpreter."""
    shown = ".".join(map(str, version))
    if version < MINIMUM_PYTHON:
        yield broken(
            "Python", f"{shown} is too old", "Install Python 3.11 or newer, and make the environment anew."
        )
    else:
        yield ok("Python", f"{shown} ({platform.system()} {platform.machine()}), {sys.executable}")


def torch(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Say how PyTorch, torchvision and CUDA are, from what their trial found."""
    if "torch" not in found:
        trouble = found.get("failed", "it cannot be imported")
        yield broken(
            "PyTorch", trouble, "Install it again in this environment: pip install --force-reinstall torch"
        )
        return
    yield _version(found["torch"], found["torch_seconds"])
    yield _torchvision(found)
    yield _cuda(found)


def _version(version: str, seconds: float) -> Finding:
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", version)[:2])
    if numbers < MINIMUM_TORCH:
        return broken(
            "PyTorch", f"{version} is too old", "Install 2.11 or newer: pip install --upgrade torch"
        )
    return ok("PyTorch", f"{version}, imported in {seconds:g} s")


def _torchvision(found: Mapping[str, Any]) -> Finding:
    if "torchvision" in found:
        return ok("torchvision", found["torchvision"])
    trouble = found.get("torchvision_trouble") or found.get("failed", "it cannot be imported")
    return broken(
        "torchvision",
        trouble,
        "Install the version that belongs to this PyTorch: pip install --upgrade torchvision",
    )


def _cuda(found: Mapping[str, Any]) -> Finding:
    """No GPU is no fault: exercises that speak of one run on the CPU too."""
    if found.get("cuda"):
        return ok("CUDA", ", ".join(found["cuda"]))
    if found.get("cuda_trouble"):
        mend = "Nothing here needs a GPU; to use yours, check its driver with nvidia-smi."
        return limited("CUDA", f"not usable: {found['cuda_trouble']}", mend)
    why = "no GPU is seen" if found.get("cuda_built") else "this PyTorch is built without it"
    return ok("CUDA", f"not available ({why}), and not needed: exercises run on the CPU")
