"""The sandbox, a worker, the disk and the terminal of this machine."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.doctor.finding import Finding, broken, limited, ok
from autograder.errors import SandboxError
from autograder.worker import container, image

NEEDED_MB = 500  # of disk: scratch folders of a few workers at once
_PLACES_TO_RUN = "Run it on Linux 5.13 or newer, or in a container or virtual machine that has it."


def sandbox(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Say which layers there are; the trial found why each one is missing, or "" for one that is there."""
    if "layers" not in found:
        yield broken("sandbox", found.get("failed", "it cannot be tried out"), _PLACES_TO_RUN)
        return
    layers: dict[str, str] = found["layers"]
    present = [name for name, reason in layers.items() if not reason]
    if present:
        yield ok("sandbox", ", ".join(present))
    else:
        why = "; ".join(sorted(set(layers.values())))
        alone = "`grade check` runs your code as a plain process, and `grade all` refuses to run others'"
        yield limited("sandbox", f"none ({why}): {alone}", _PLACES_TO_RUN)
    for name, reason in layers.items():
        if reason and present:
            yield limited(f"sandbox: {name}", reason, "")


def worker(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether the process that runs learners' code starts, from what its trial found."""
    if "worker_seconds" in found:
        inside = f"inside {len(found['layers'])} layers" if found["layers"] else "without a sandbox"
        yield ok("worker", f"started and answered in {found['worker_seconds']:g} s, {inside}")
    else:
        mend = "See what is wrong above; if nothing is, report this as a bug."
        yield broken("worker", found.get("failed", "it did not answer"), mend)


def gpu(found: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether workers can use a GPU, from what its trial found; nothing but `--device cuda` needs one."""
    if found.get("usable"):
        yield ok("GPU", "workers can use it: grade check ex14 --device cuda")
    elif "trouble" in found:
        yield ok("GPU", f"{found['trouble']}; not needed: exercises use a simulated one")
    else:
        trouble = found.get("failed", "Its trial said nothing.")
        yield limited("GPU", f"{trouble} Nothing else needs it.", "")


def containers(
    find_engine: Callable[[], str] = container.find_engine,
    find_image: Callable[[str, str], None] = container.find_image,
) -> Iterator[Finding]:
    """Look for a container engine and for the image; only `--sandbox container` needs them."""
    try:
        engine = find_engine()
    except SandboxError:
        yield ok("containers", "no podman and no docker; only --sandbox container needs one")
        return
    try:
        find_image(engine, image.tag())
    except SandboxError as error:
        found, _, mend = str(error).rpartition(". ")  # the last sentence; an engine's own words may have more
        yield limited("containers", f"{found}; only --sandbox container needs it", mend)
    else:
        yield ok("containers", f"{engine} has {image.tag()}")


def disk(folder: Path | None) -> Iterator[Finding]:
    """Look at where temporary files go and, in the course's folder, at where progress is kept."""
    try:
        temporary = tempfile.gettempdir()
        free = shutil.disk_usage(temporary).free >> 20
    except OSError as error:
        yield broken(
            "temporary files", f"nowhere to write them: {error.strerror}", "Free some space, or set TMPDIR."
        )
    else:
        if free < NEEDED_MB:
            mend = f"Free {NEEDED_MB:,} MB, or set TMPDIR to a folder with room."
            yield limited("temporary files", f"only {free:,} MB left in {temporary}", mend)
        else:
            yield ok("temporary files", f"{temporary}, {free:,} MB free")
    if folder is not None:
        yield _kept(folder)


def _kept(folder: Path) -> Finding:
    if is_writable(folder):
        return ok("course folder", f"{folder} can be written")
    found = f"{folder} cannot be written: progress is not kept, and the inputs of tests can be foreseen"
    return limited("course folder", found, "Copy the course to a folder of yours.")


def is_writable(folder: Path) -> bool:
    """Return whether a file can be made in a folder, which is more than its mode says."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def terminal() -> Iterator[Finding]:
    """Look at what the output can show."""
    # While Rich shows that something runs, it puts an object without an encoding before the output.
    output = getattr(sys.stdout, "rich_proxied_file", sys.stdout)
    encoding = (getattr(output, "encoding", None) or "unknown").lower()
    if not output.isatty():
        kind = "the output goes to a file or another program"
    elif os.environ.get("TERM", "") in ("dumb", "unknown"):
        kind = "without colours"
    else:
        kind = f"{shutil.get_terminal_size().columns} columns"
    if encoding.startswith("utf"):
        yield ok("terminal", f"{kind}, {encoding.upper()}")
    else:
        mend = "For other symbols set PYTHONUTF8=1, or a UTF-8 locale: export LC_ALL=C.UTF-8"
        yield limited("terminal", f"{kind}, {encoding}: symbols are spelled in ASCII", mend)
