"""Run a few lines of Python inside a sandboxed worker, in a process tree of their own.

What the lines pass to `say` comes back. `attempt(f)` is "ok" or what stopped it: an errno's name or an exception's.
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.worker import sandbox
from autograder.worker.sandbox import ALL_LAYERS, Layer

CHECKOUT = Path(__file__).parents[2]
USERS = ("root", "plain user")
PLAIN_ID = 1000  # need not exist
SECONDS = 60.0  # until a program counts as hanging

_DEFAULT_LIMITS = {
    "memory_bytes": 1 << 30,
    "processes": 32,
    "file_bytes": 8 << 20,
    "scratch_bytes": 32 << 20,
    "cpu_seconds": 60,
}

_PROGRAM = '''
import ctypes, errno, json, os, signal, socket, sys, time
from autograder.worker import sandbox
{imports}

def say(**facts):
    os.write(1, (json.dumps(facts) + "\\n").encode())

def attempt(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode.get(error.errno, repr(error))
    except BaseException as error:
        return type(error).__name__
    return "ok"

def libc(name, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)

settings = json.loads({settings!r})
limits = sandbox.Limits(**settings["limits"])
scratch = settings["scratch"]
policy = sandbox.Policy(
    layers=frozenset(map(sandbox.Layer, settings["layers"])),
    read=sandbox.default_read_paths(),
    data=settings["data"],
    devices=tuple(settings["devices"]),
)

def worker(action):
    """Run `action` in a fresh worker; return its pid."""
    pid = sandbox.fork(template)
    if pid == 0:
        status = 70
        try:
            layers = sandbox.enter(template, limits, scratch)
            action(layers)
            status = 0
        finally:
            if status:
                import traceback
                traceback.print_exc()
            os._exit(status)
    return pid

template = sandbox.prepare(policy)
{program}
'''

_IN_ONE_WORKER = """
def learner_code(layers):
{body}
    say(layers=sorted(layers))

pid = worker(learner_code)
_, status = os.waitpid(pid, 0)
say(status=os.waitstatus_to_exitcode(status), missing={{str(k): v for k, v in template.missing.items()}})
os._exit(0)
"""

# Root's own home folder is closed to others, and may hold the interpreter: show a plain user an open one instead.
_AS_PLAIN_USER = """
import os, sys
from autograder.worker import identity, namespaces
stage, uid, program, masked, *needed = sys.argv[1:]
namespaces.own_mounts()
if masked:
    namespaces.mount_nothing(masked)
def closed(path):
    above = [path]
    while above[-1] != "/":
        above.append(os.path.dirname(above[-1]))
    return next((folder for folder in above[::-1] if not os.stat(folder).st_mode & 1), None)
hidden = {path: closed(path) for path in needed}
hidden = {path: folder for path, folder in hidden.items() if folder}
for number, path in enumerate(hidden):
    os.mkdir(f"{stage}/{number}")
    namespaces.bind(path, f"{stage}/{number}")
for folder in set(hidden.values()):
    namespaces.mount_memory(folder, size=1 << 20, owner=0, group=0, mode=0o755)
for number, path in enumerate(hidden):
    os.makedirs(path)
    namespaces.bind(f"{stage}/{number}", path)
os.setgroups([])
os.setresgid(int(uid), int(uid), int(uid))
os.setresuid(int(uid), int(uid), int(uid))
os.execv(sys.executable, [sys.executable, "-c", program])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a program in a worker said, and how the process that ran it ended."""

    said: dict[str, Any]
    returncode: int
    stderr: str

    def __getitem__(self, name: str) -> Any:
        assert name in self.said, f"nothing was said of {name}: {self.said} {self.stderr}"
        return self.said[name]


@contextlib.contextmanager
def a_stage() -> Iterator[Path]:
    """A folder for a zygote and its workers, which other users can reach, as they cannot pytest's own."""
    with tempfile.TemporaryDirectory(prefix="confinement-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@functools.cache
def missing() -> dict[Layer, str]:
    return sandbox.probe()


def need(*layers: Layer) -> None:
    """Skip a test on a machine without one of these layers."""
    for layer in layers:
        if missing()[layer]:
            pytest.skip(f"{layer}: {missing()[layer]}")


def in_worker(body: str, **options: Any) -> Outcome:
    """Run the lines of `body` in a worker."""
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    return in_zygote(_IN_ONE_WORKER.format(body=indented), **options)


def in_zygote(program: str, **options: Any) -> Outcome:
    """Run a program in a zygote that has entered `template`, for options as `start` has them."""
    process = start(program, **options)
    try:
        output, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    said: dict[str, Any] = {}
    for line in output.splitlines():
        said |= json.loads(line)
    return Outcome(said=said, returncode=process.returncode, stderr=errors)


def start(
    program: str,
    *,
    stage: Path,
    layers: frozenset[Layer] = ALL_LAYERS,
    user: str | None = None,
    imports: str = "",
    data: Path | None = None,
    masked: str = "",
    package: Path = CHECKOUT,
    devices: tuple[str, ...] = (),
    pass_fds: tuple[int, ...] = (),
    **limits: int,
) -> subprocess.Popen[str]:
    """Start a program in a zygote that has entered `template`; skip the test where the machine lacks a layer.

    `masked` is a folder of the host that the plain user finds covered, as in a container; `package` the folder
    that this package is imported from.
    """
    need(*layers)
    scratch = None if Layer.ROOT in layers else stage / "scratch"
    if scratch is not None:
        scratch.mkdir(exist_ok=True)
    settings = {
        "layers": sorted(layers),
        "limits": _DEFAULT_LIMITS | limits,
        "scratch": scratch and str(scratch),
        "data": data and str(data),
        "devices": devices,
    }
    program = _PROGRAM.format(program=program, imports=imports, settings=json.dumps(settings))
    return subprocess.Popen(
        _command(program, stage, user, scratch, masked),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": str(package), "OMP_NUM_THREADS": "1"},
        start_new_session=True,
        pass_fds=pass_fds,
    )


def _command(program: str, stage: Path, user: str | None, scratch: Path | None, masked: str) -> list[str]:
    if user == "root" and os.geteuid() != 0:
        pytest.skip("not root")
    if user != "plain user" or os.geteuid() != 0:
        return [sys.executable, "-c", program]
    if scratch is not None:
        os.chown(scratch, PLAIN_ID, PLAIN_ID)
    needed = {sys.prefix, sys.base_prefix, str(CHECKOUT)}
    arguments = [str(stage), str(PLAIN_ID), program, masked, *sorted(needed)]
    return [sys.executable, "-c", _AS_PLAIN_USER, *arguments]
