"""The sandbox of a worker: which layers there are, whether this machine has them, and how a worker enters them.

    template = prepare(policy)          once, in the zygote, after its imports
    pid = fork(template)                for each worker
    enter(template, limits, scratch)    in the worker, before the first byte of learner code

What may not be seen does not exist (NAMESPACES, ROOT); what exists may only be read (LANDLOCK); what the kernel offers
besides is not on offer (SECCOMP); what is used is bounded (LIMITS). Each layer stands if another falls.
"""

import contextlib
import enum
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from autograder.worker import identity, landlock, namespaces, rlimits, rootfs, seccomp, sessions
from autograder.worker.namespaces import Namespace
from autograder.worker.readable import DEVICES_AND_FACTS, PACKAGE
from autograder.worker.readable import default_read_paths as default_read_paths
from autograder.worker.rlimits import Limits as Limits


class Layer(enum.StrEnum):
    """A part of the confinement that a machine has or lacks."""

    NAMESPACES = "namespaces"  # own processes, network, shared memory, host name
    ROOT = "root"  # own file system, with nothing in it that is not needed
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    LIMITS = "limits"


ALL_LAYERS = frozenset(Layer)
_OWN_MOUNTS = frozenset({Layer.NAMESPACES, Layer.ROOT})
_REHEARSAL_LIMITS = Limits(
    memory_bytes=1 << 30, processes=64, file_bytes=1 << 20, scratch_bytes=1 << 20, cpu_seconds=10
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What workers are confined by, and to."""

    layers: frozenset[Layer]  # those wanted
    read: tuple[str, ...]  # files and folders of the host that are seen, read-only: interpreter and libraries
    data: str | None  # folder of the host with training data, read-only


@dataclass(slots=True, kw_only=True)
class Template:
    """What workers are forked from: a zygote inside everything that its workers share."""

    layers: frozenset[Layer]  # those in force
    missing: dict[Layer, str]  # those wanted that this machine lacks, each with the reason
    data: str | None  # where a worker finds the training data
    read: tuple[str, ...] = ()  # what Landlock leaves readable
    user_namespace: bool = False  # the zygote has one, since it is not root
    pid_namespace: int | None = None  # a descriptor of the zygote's own, to which it returns after each fork
    zygote: int = 0  # which process forked the latest worker, and how many it had forked by then: in a worker, its own
    worker: int = 0


class SandboxSetupError(Exception):
    """A layer could not be entered; the message is one sentence and, where known, the remedy."""

    def __init__(self, layer: Layer, message: str) -> None:
        super().__init__(message)
        self.layer = layer


def probe() -> dict[Layer, str]:
    """Return for each layer '' if this machine has it, else the reason and the remedy. Changes nothing here."""
    _, missing = _settle(Policy(layers=ALL_LAYERS, read=default_read_paths(), data=None))
    return {layer: missing.get(layer, "") for layer in Layer}


def prepare(policy: Policy) -> Template:
    """Enter everything that workers share, as far as this machine goes.

    A layer that fails is left out and recorded. Everything is tried in a child process first, so that a failure
    leaves this process as it was. Without privilege, the caller goes on as a child of the process that called (its
    descriptors stay, its pid does not), and that process waits for it and ends as it ends.
    """
    layers, missing = _settle(policy)
    return _enter_template(policy, layers, missing, _stand_in)


def fork(template: Template) -> int:
    """Fork a worker and return its pid; 0 in the worker, which is pid 1 if NAMESPACES is in force."""
    template.zygote, template.worker = os.getpid(), template.worker + 1
    if template.pid_namespace is None:
        return os.fork()
    with _step(Layer.NAMESPACES, "make a process namespace"):
        namespaces.leave(Namespace.PID)
    child = -1
    try:
        child = os.fork()
    finally:
        if child != 0:
            namespaces.enter(template.pid_namespace, Namespace.PID)
    if child == 0:
        os.close(template.pid_namespace)
    return child


def enter(template: Template, limits: Limits, scratch: str | None) -> frozenset[Layer]:
    """Confine this process, a fresh worker, for good; return the layers in force.

    `scratch` is a folder of the host that the worker may write, for when ROOT is not in force; otherwise it is /tmp.
    Raises SandboxSetupError; the worker must end then, since it is confined by half.
    """
    own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)  # while the zygote's /proc is in sight
    uid = identity.throwaway_id(template.zygote, template.worker) if identity.may_change_ids() else None
    usage = _Usage(mapped=rlimits.mapped_bytes(), others=_tasks_counted_with(template, uid))
    with contextlib.suppress(OSError):
        os.setsid()  # no terminal; and kill_tree knows the worker's descendants by their session
    os.umask(0o077)
    identity.forget_keys()
    _prefer_for_out_of_memory(own)
    _take_own_namespaces(template, limits, os.geteuid() if uid is None else uid)
    _become_nobody(template, own, uid, scratch)
    os.close(own)
    _confine(template, limits, usage, scratch, changed_user=uid is not None)
    return template.layers


def kill_tree(pid: int, template: Template | None = None) -> None:
    """Kill a worker of this zygote and all that descends from it; also after it ended and was reaped."""
    if sessions.is_child(pid):
        os.kill(pid, signal.SIGKILL)
    elif os.path.exists(f"/proc/{pid}"):
        return  # the number belongs to another process, which it could not while the worker's session lived
    namespaced = template is not None and template.pid_namespace is not None
    # In a process namespace the kernel takes the descendants along, and /proc may show another namespace's numbers.
    if not namespaced and os.readlink("/proc/self") == str(os.getpid()):
        sessions.kill_all(pid)


# What the zygote enters


def _settle(policy: Policy) -> tuple[frozenset[Layer], dict[Layer, str]]:
    """Return the layers that hold together on this machine, and why the others are missing."""
    layers, missing = policy.layers, dict[Layer, str]()
    while layers and (failure := _try_out(policy, layers)) is not None:
        missing[failure.layer] = str(failure)
        layers -= {failure.layer}
    return layers, missing


def _try_out(policy: Policy, layers: frozenset[Layer]) -> SandboxSetupError | None:
    """Enter a template and a worker with these layers, in a child process; return what failed."""
    if sys.platform != "linux":
        others = layers - {Layer.LIMITS}
        return SandboxSetupError(min(others), "only Linux has it") if others else None
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _rehearse(policy, layers, write)
    os.close(write)
    with open(read, encoding="utf-8") as pipe:
        layer, _, message = pipe.read().partition("\n")
    _, status = os.waitpid(child, 0)
    if layer:
        return SandboxSetupError(Layer(layer), message)
    if status:
        guess = Layer.SECCOMP if Layer.SECCOMP in layers else min(layers)
        return SandboxSetupError(guess, f"a worker on trial ended with {os.waitstatus_to_exitcode(status)}")
    return None


def _rehearse(policy: Policy, layers: frozenset[Layer], report: int) -> NoReturn:
    status = 1
    try:
        template = _enter_template(policy, layers, {}, _wait_for)
        child = fork(template)
        if child:
            _wait_for(child)
        enter(template, _REHEARSAL_LIMITS, scratch=None)
        status = 0
    except SandboxSetupError as error:
        os.write(report, f"{error.layer}\n{error}".encode())
    except BaseException as error:  # nothing may return from here into the caller's code, twice over
        os.write(report, f"{min(layers)}\n{error!r}".encode())
    os._exit(status)


def _enter_template(
    policy: Policy, layers: frozenset[Layer], missing: dict[Layer, str], stand_in: Callable[[int], NoReturn]
) -> Template:
    """Enter what workers share, with layers that were tried out."""
    template = Template(layers=layers, missing=missing, data=policy.data)
    identity.forget_keys()
    if layers & _OWN_MOUNTS and not identity.is_privileged():
        _take_user_namespace(Layer.NAMESPACES in layers, stand_in)
        template.user_namespace = True
    if layers & _OWN_MOUNTS:
        with _step(max(layers & _OWN_MOUNTS), "take a copy of the mounts"):
            namespaces.own_mounts()
    if Layer.NAMESPACES in layers:
        template.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    else:
        identity.adopt_orphans()
    if Layer.ROOT in layers:
        _take_root(template, policy)
    else:
        template.read = _readable_on_host(policy, own_processes=Layer.NAMESPACES in layers)
    return template


def _take_user_namespace(with_processes: bool, stand_in: Callable[[int], NoReturn]) -> None:
    """Get the privileges that namespaces need, over new namespaces only."""
    with _step(Layer.NAMESPACES if with_processes else Layer.ROOT, "make a user namespace"):
        own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        namespaces.own_user(own)
        os.close(own)
    if not with_processes:
        return
    # setns back to a process namespace takes privilege over it, which this process has over none but its own: so it
    # needs one of its own to return to after each fork, and only a child can be in it.
    with _step(Layer.NAMESPACES, "make a process namespace"):
        namespaces.leave(Namespace.PID)
        child = os.fork()
    if child:
        stand_in(child)
    identity.die_with_parent()


def _wait_for(child: int) -> NoReturn:
    _, status = os.waitpid(child, 0)
    os._exit(min(abs(os.waitstatus_to_exitcode(status)), 255))


_STAND_IN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
status = os.waitstatus_to_exitcode(os.waitpid(int(sys.argv[1]), 0)[1])
os.kill(os.getpid(), -status) if status < 0 else os._exit(status)
"""


def _stand_in(child: int) -> NoReturn:
    """Wait for the zygote in the process that its caller knows, and end as it ends."""
    # None of the zygote's descriptors may stay open here: their other ends must notice when the zygote closes them.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.closerange(3, 1 << 16)
    # A small program in place of this one frees the memory of all that was imported.
    with contextlib.suppress(OSError):
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", _STAND_IN, str(child)])
    _wait_for(child)


def _take_root(template: Template, policy: Policy) -> None:
    with _step(Layer.ROOT, "build a root of its own"):
        rootfs.build_and_enter(rootfs.view(policy.read), policy.data, PACKAGE)
    template.read = ("/",)
    template.data = None if policy.data is None else rootfs.DATA


def _readable_on_host(policy: Policy, *, own_processes: bool) -> tuple[str, ...]:
    data = () if policy.data is None else (policy.data,)
    processes = ("/proc",) if own_processes else ("/proc/self",)
    return (*rootfs.without(policy.read, PACKAGE), *data, *DEVICES_AND_FACTS, *processes)


# What each worker enters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usage:
    mapped: int  # bytes of address space
    others: int  # processes that the kernel counts together with the worker's


def _tasks_counted_with(template: Template, uid: int | None) -> int:
    alone = template.user_namespace and rlimits.counts_per_namespace(os.uname().release)
    return 0 if uid is not None or alone else rlimits.tasks_of(os.getuid())


def _prefer_for_out_of_memory(own: int) -> None:
    """If memory runs out on this machine, let the kernel end a worker before anything else."""
    with contextlib.suppress(OSError):
        file = os.open("oom_score_adj", os.O_WRONLY | os.O_CLOEXEC, dir_fd=own)
        os.write(file, b"1000")
        os.close(file)


def _take_own_namespaces(template: Template, limits: Limits, owner: int) -> None:
    if not (layers := template.layers & _OWN_MOUNTS):
        return
    kinds = Namespace.MOUNT
    if Layer.NAMESPACES in layers:
        kinds |= Namespace.NET | Namespace.IPC | Namespace.UTS | Namespace.CGROUP
    with _step(min(layers), "make namespaces of its own"):
        namespaces.leave(kinds)
    with _step(min(layers), "mount its own /proc"):
        # Over the zygote's, and before the worker gives up its privilege over these namespaces. What lies below a mount
        # cannot be reached, and nobody in here can take the mount off again.
        mount = namespaces.mount_processes if Layer.NAMESPACES in layers else namespaces.mount_nothing
        mount("/proc")
    with _step(min(layers), "mount its own /tmp and /dev/shm"):
        for folder in ("/tmp", "/dev/shm") if Layer.ROOT in layers else ("/dev/shm",):
            if os.path.isdir(folder):
                namespaces.mount_memory(folder, size=limits.scratch_bytes, owner=owner, group=owner)


def _become_nobody(template: Template, own: int, uid: int | None, scratch: str | None) -> None:
    blamed = min(template.layers, default=Layer.LIMITS)
    with _step(blamed, "give up its privileges"):
        if uid is None and template.user_namespace:
            # One more user namespace: in it the worker holds nothing over the namespaces around it, and from Linux 5.14
            # its processes are counted on their own.
            namespaces.own_user(own)
        identity.bound_capabilities()
        if uid is not None:
            if scratch is not None:
                os.chown(scratch, uid, uid)
            identity.become(uid)
        identity.drop_capabilities()
        identity.seal()
        identity.die_with_parent()


def _confine(template: Template, limits: Limits, usage: _Usage, scratch: str | None, *, changed_user: bool) -> None:
    layers = template.layers
    if Layer.LIMITS in layers:
        with _step(Layer.LIMITS, "set its limits"):
            rlimits.apply(limits, mapped=usage.mapped, others=usage.others)
    if Layer.LANDLOCK in layers:
        with _step(Layer.LANDLOCK, "enter Landlock"):
            landlock.restrict(template.read, _writable(layers, scratch))
    if Layer.SECCOMP in layers:
        with _step(Layer.SECCOMP, "enter seccomp"):
            seccomp.install(_reach(layers, changed_user=changed_user))


def _writable(layers: frozenset[Layer], scratch: str | None) -> tuple[str, ...]:
    # The host's /dev/shm is not for a worker: it holds other programs' memory.
    shared = ("/dev/shm",) if layers & _OWN_MOUNTS else ()
    own = ("/tmp",) if Layer.ROOT in layers else () if scratch is None else (scratch,)
    return ("/dev/null", *shared, *own)


def _reach(layers: frozenset[Layer], *, changed_user: bool) -> seccomp.Reach:
    own_processes = Layer.NAMESPACES in layers
    scoped = Layer.LANDLOCK in layers and landlock.abi() >= landlock.ABI_SCOPES
    return seccomp.Reach(
        first_process=own_processes,
        own_root=Layer.ROOT in layers,
        signals_to=None if own_processes or scoped or changed_user else os.getpid(),
        new_sessions=own_processes,
    )


# Failures


@contextlib.contextmanager
def _step(layer: Layer, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SandboxSetupError(layer, f"cannot {what} ({reason}){_remedy(layer)}") from error


_SYSCTLS = (
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=10000"),
)


def _remedy(layer: Layer) -> str:
    if layer not in _OWN_MOUNTS:
        return ""
    for name, forbidding, command in _SYSCTLS:
        with contextlib.suppress(OSError):
            if Path("/proc/sys", name).read_text().strip() == forbidding:
                return f"; allow it with: {command}"
    if os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv"):
        return "; start the container with --privileged, or with --security-opt seccomp=unconfined"
    return ""
