"""The layers of the sandbox, what is asked of them, and what it is called when one cannot be had."""

import contextlib
import enum
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class Layer(enum.StrEnum):
    """A part of the confinement that a machine has or lacks."""

    NAMESPACES = "namespaces"  # own processes, network, shared memory, host name
    ROOT = "root"  # own file system, with nothing in it that is not needed
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    LIMITS = "limits"


ALL_LAYERS = frozenset(Layer)
OWN_MOUNTS = frozenset({Layer.NAMESPACES, Layer.ROOT})  # those that need a mount namespace

# Settings of Linux distributions that forbid user namespaces: name, forbidding value, what to do about it.
_SWITCHES = (
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=10000"),
)
_MARKS_OF_CONTAINERS = ("/.dockerenv", "/run/.containerenv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What workers are confined by, and to."""

    layers: frozenset[Layer]  # those wanted
    read: tuple[str, ...]  # files and folders of the host that are seen, read-only: interpreter, libraries
    data: str | None  # folder of the host with training data, read-only
    devices: tuple[str, ...] = ()  # device files of the host, for those workers whose limits say `gpu`


class SandboxSetupError(Exception):
    """A layer could not be entered; the message is one sentence and, where known, the remedy."""

    def __init__(self, layer: Layer, message: str) -> None:
        super().__init__(message)
        self.layer = layer


def first(layers: frozenset[Layer]) -> Layer:
    """Return the outermost of some layers, which is blamed for what several need."""
    return next(layer for layer in Layer if layer in layers)


@contextlib.contextmanager
def step(layer: Layer, what: str) -> Iterator[None]:
    """Turn the kernel's refusal of a step into a SandboxSetupError that says what was tried."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SandboxSetupError(layer, f"cannot {what} ({reason}){remedy(layer)}") from error


def remedy(layer: Layer, root: Path = Path("/")) -> str:
    """Return what to do on this machine to get a layer, as the end of a sentence; '' if nothing is known."""
    if layer not in OWN_MOUNTS:
        return ""
    for name, forbidding, command in _SWITCHES:
        with contextlib.suppress(OSError):
            if (root / "proc/sys" / name).read_text().strip() == forbidding:
                return f"; allow it with: {command}"
    if any(os.path.exists(root / mark[1:]) for mark in _MARKS_OF_CONTAINERS):
        return "; start the container with --privileged, or with --security-opt seccomp=unconfined"
    return ""
