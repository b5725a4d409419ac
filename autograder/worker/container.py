"""Workers in containers, for hosts that lack the layers: one container a worker, by Docker or Podman.

A worker in a container speaks the same frames, over the container's standard input and output; what learner
code prints comes over its standard error. The command line is computed by a pure function.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import SandboxError
from autograder.worker import image
from autograder.worker.settings import Setup, WorkerLimits

if TYPE_CHECKING:
    from autograder.worker.client import Worker

LAYER = "container"  # what reports call it
ENGINES = ("podman", "docker")  # in this order: Podman needs no service that runs as root
VARIABLE = "TORCHGRADE_ENGINE"  # environment: the engine to use, by name or path
DATA, SCRATCH = "/data", "/tmp"
NOBODY = 65534
# What Python and PyTorch take before a submission takes anything, for which the limit on memory makes room.
OWN_MEMORY = 1 << 30
ENGINE_SECONDS = 60.0  # of a question to the engine
_SIGNALLED = 128  # an exit code above it: the container was ended by the signal of the number beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What one container may use and see."""

    image: str
    name: str
    limits: WorkerLimits
    data: Path | None  # a folder of the host with the training images, read-only


def run_command(engine: str, confinement: Confinement, program: Sequence[str]) -> list[str]:
    """Return the command that runs a program in a container that has nothing but what is said here."""
    limits = confinement.limits
    memory = f"{limits.memory_bytes + OWN_MEMORY + 2 * limits.scratch_bytes}b"  # scratch is memory, too
    mounted = f"type=bind,source={confinement.data},target={DATA},readonly"
    return [
        *(engine, "run", "--rm", "--interactive", "--pull=never", f"--name={confinement.name}"),
        "--log-driver=none",  # or the engine would keep a copy of every frame
        "--network=none",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        f"--user={NOBODY}:{NOBODY}",
        *("--ipc=private", "--hostname=worker"),
        *(f"--memory={memory}", f"--memory-swap={memory}"),  # the same: no swap on top
        f"--pids-limit={limits.processes + 8}",  # the relay beside the worker, and its threads
        *(f"--ulimit=fsize={limits.file_bytes}", "--ulimit=core=0", "--ulimit=nofile=512"),
        f"--ulimit=cpu={limits.cpu_seconds}:{limits.cpu_seconds + 1}",
        f"--tmpfs={SCRATCH}:rw,nosuid,nodev,noexec,mode=1777,size={limits.scratch_bytes}",
        f"--shm-size={limits.scratch_bytes}b",
        f"--workdir={SCRATCH}",
        *([f"--mount={mounted}"] if confinement.data else []),
        "--entrypoint=",  # whatever the image says
        confinement.image,
        *program,
    ]


def program(setup: Setup, limits: WorkerLimits) -> list[str]:
    """Return what runs in the container."""
    settings = {
        "memory_bytes": limits.memory_bytes,
        # The kernel counts a user's processes in all containers together; --pids-limit counts this one's.
        "processes": limits.processes + 4096,
        "file_bytes": limits.file_bytes,
        "scratch_bytes": limits.scratch_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "max_reply": limits.reply_bytes,
        "scratch": SCRATCH,
        "data": DATA if setup.data else "",
        "preload": setup.preload,
    }
    return [
        "python",
        "-s",
        "-P",
        "-u",
        "-W",
        "ignore",
        "-m",
        "autograder.worker.contained",
        json.dumps(settings),
    ]


def find_engine() -> str:
    """Return the container engine of this host; raises `SandboxError` when there is none."""
    wanted = os.environ.get(VARIABLE, "")
    for name in (wanted,) if wanted else ENGINES:
        if found := shutil.which(name):
            return found
    missing = (
        f"{wanted}, which {VARIABLE} names, is not there" if wanted else "neither podman nor docker is there"
    )
    raise SandboxError(
        f"--sandbox container needs a container engine, and {missing}. Install Podman or Docker."
    )


def find_image(engine: str, wanted: str) -> None:
    """Make sure that the engine answers and has the image; raises `SandboxError`."""
    answered = _ask(engine, "version")
    if answered.returncode:
        raise SandboxError(
            f"{engine} does not work ({_last_line(answered)}). Start it, or mend its installation."
        )
    if _ask(engine, "image", "inspect", wanted).returncode:
        raise SandboxError(f"{engine} has no image {wanted}. Build it: {image.COMMAND}")


class ContainerBackend:
    """Workers in containers. Raises `SandboxError` where there is no engine or no image."""

    layers: tuple[str, ...] = (LAYER,)

    def __init__(self, setup: Setup) -> None:
        self.missing: dict[str, str] = {}
        self._setup = setup
        self._engine = find_engine()
        self._image = image.tag()
        find_image(self._engine, self._image)
        self._ending: list[subprocess.Popen[bytes]] = []  # commands of the engine that remove containers
        self._open: list[_Contained] = []

    def open(self, limits: WorkerLimits) -> Worker:
        """Start a worker, which imports torch while the one before it works."""
        from autograder.worker.backends import make_worker

        name = f"torchgrade-{os.getpid()}-{secrets.token_hex(6)}"
        confinement = Confinement(image=self._image, name=name, limits=limits, data=self._setup.data)
        arguments = run_command(self._engine, confinement, program(self._setup, limits))
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        try:
            process = subprocess.Popen(
                arguments,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=write,
                start_new_session=True,  # Ctrl-C is the grader's to handle
            )
        finally:
            theirs.close()
            os.close(write)
        contained = _Contained(self, process, name)
        self._open = [*(other for other in self._open if other.runs), contained]
        return make_worker(contained, ours, read, limits, imports=True)

    def close(self) -> None:
        """End every container that is left, and wait until they are gone."""
        for contained in self._open:
            contained.kill()
        for process in (*self._ending, *(contained.process for contained in self._open)):
            try:
                process.wait(ENGINE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._ending.clear()
        self._open.clear()

    def remove(self, name: str) -> None:
        """Have the engine end and remove a container, without waiting for it."""
        self._ending = [ending for ending in self._ending if ending.poll() is None]
        nothing = subprocess.DEVNULL
        self._ending.append(
            subprocess.Popen(
                [self._engine, "rm", "--force", name], stdin=nothing, stdout=nothing, stderr=nothing
            )
        )


class _Contained:
    """The engine's command that waits for a container."""

    def __init__(self, backend: ContainerBackend, process: subprocess.Popen[bytes], name: str) -> None:
        self.process = process
        self._backend = backend
        self._name = name
        self._removed = False

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def see_off_others(self) -> None:
        pass  # each container has locks and names of its own

    def kill(self) -> None:
        # The command is left alone. One that is still making the container, too late for `rm`, finds its
        # input closed as soon as it runs, ends, and removes it.
        if self.runs and not self._removed:
            self._removed = True
            self._backend.remove(self._name)

    def interrupt(self) -> None:
        self.kill()  # which waits for nothing

    def wait(self, seconds: float) -> int | None:
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return _SIGNALLED - code if code > _SIGNALLED else code


def _ask(engine: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [engine, *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=ENGINE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {ENGINE_SECONDS:g} s")
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", error.strerror or str(error))


def _last_line(answered: subprocess.CompletedProcess[str]) -> str:
    lines = (answered.stderr or answered.stdout).strip().splitlines()
    return lines[-1][:300] if lines else f"exit code {answered.returncode}"
