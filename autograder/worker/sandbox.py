"""The sandbox of a worker: which layers this machine has, and how a worker enters them.

    template = prepare(policy)          once, in the zygote, after its imports
    pid = fork(template)                for each worker
    enter(template, limits, scratch)    in the worker, before the first byte of learner code

What may not be seen does not exist (NAMESPACES, ROOT); what exists may only be read (LANDLOCK); what the
kernel offers besides is not on offer (SECCOMP); what is used is bounded (LIMITS). Each layer stands if
another falls.
"""

import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from typing import NoReturn

from autograder.worker import identity, kernel, landlock, namespaces, rlimits, rootfs, seccomp, sessions
from autograder.worker import template as templates
from autograder.worker.layers import ALL_LAYERS, OWN_MOUNTS, Layer, Policy, SandboxSetupError, first, step
from autograder.worker.namespaces import Namespace
from autograder.worker.readable import default_read_paths
from autograder.worker.rlimits import Limits
from autograder.worker.template import Template

__all__ = [
    "ALL_LAYERS",
    "Layer",
    "Limits",
    "Policy",
    "SandboxSetupError",
    "Template",
    "default_read_paths",
    "enter",
    "fork",
    "kill_tree",
    "prepare",
    "probe",
    "separate",
]


_REHEARSAL_LIMITS = Limits(
    memory_bytes=1 << 30, processes=64, file_bytes=1 << 20, scratch_bytes=1 << 20, cpu_seconds=10
)


# The network stays the zygote's, which has none either: to clear away one of its own for each worker costs
# the kernel ten milliseconds, half as much as all the rest of a worker.
_OWN_NAMESPACES = Namespace.MOUNT | Namespace.IPC | Namespace.UTS | Namespace.CGROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usage:
    """What a worker uses before it starts, and its limits come on top of."""

    mapped: int  # bytes of address space; beside a GPU, of private memory that can be written
    others: int  # processes that the kernel counts together with the worker's


def probe() -> dict[Layer, str]:
    """Return for each layer '' if this machine has it, else the reason and the remedy. Change nothing."""
    _, missing = _settle(Policy(layers=ALL_LAYERS, read=default_read_paths(), data=None))
    return {layer: missing.get(layer, "") for layer in Layer}


def prepare(policy: Policy) -> Template:
    """Enter everything that workers share, as far as this machine goes.

    A layer that fails is left out and recorded. Everything is tried in a child process first, so that a
    failure leaves this process as it was. Without privilege, the caller goes on as a child of the process
    that called (its descriptors stay, its pid does not), and that process waits for it and ends as it ends.
    """
    layers, missing = _settle(policy)
    template = templates.enter(policy, layers, missing, templates.stand_in)
    # What takes a worker half a millisecond each, and is remembered.
    if Layer.SECCOMP in layers:
        seccomp.assemble(kernel.machine(), _reach(template))
    if Layer.LANDLOCK in layers:
        landlock.rights(landlock.abi())
    return template


def separate(template: Template) -> None:
    """Part a zygote that was forked from another from the other's network, empty as it is."""
    if Layer.NAMESPACES in template.layers:
        with step(Layer.NAMESPACES, "leave the network"):
            namespaces.leave(Namespace.NET)


def fork(template: Template) -> int:
    """Fork a worker and return its pid; 0 in the worker, which is pid 1 if NAMESPACES is in force."""
    template.zygote, template.worker = os.getpid(), template.worker + 1
    if template.pid_namespace is None:
        return os.fork()
    with step(Layer.NAMESPACES, "make a process namespace"):
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

    `scratch` is a folder of the host that the worker may write, for when ROOT is not in force; otherwise it
    is /tmp. Raises SandboxSetupError; the worker must end then, since it is confined by half.
    """
    if not template.layers:
        return template.layers
    # This process's folder in the zygote's /proc, which is soon out of sight.
    own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    uid = identity.throwaway_id(template.zygote, template.worker) if template.changes_user else None
    usage = _Usage(mapped=rlimits.mapped_bytes(written=limits.gpu), others=_tasks_counted_with(template, uid))
    with contextlib.suppress(OSError):
        os.setsid()  # no terminal; and kill_tree knows the worker's descendants by their session
    identity.forget_keys()
    _prefer_for_out_of_memory(own)
    os.chdir("/")
    os.umask(0o022)
    _take_own_namespaces(template, limits, os.geteuid() if uid is None else uid)
    os.umask(0o077)
    rules = _landlock_rules(template, scratch, gpu=limits.gpu)
    _become_nobody(template, own, uid, scratch)
    os.close(own)
    _confine(template, limits, usage, rules)
    return template.layers


def kill_tree(pid: int, template: Template | None = None) -> None:
    """Kill a worker of this zygote and all that descends from it; also after it ended and was reaped."""
    if sessions.is_child(pid):
        os.kill(pid, signal.SIGKILL)
    elif os.path.exists(f"/proc/{pid}"):
        return  # the number belongs to another process, which it could not while the worker's session lived
    namespaced = template is not None and template.pid_namespace is not None
    # In a process namespace the kernel takes the descendants along, and /proc may have other numbers than we.
    if not namespaced and os.readlink("/proc/self") == str(os.getpid()):
        sessions.kill_all(pid)


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
        return SandboxSetupError(first(others), "only Linux has it") if others else None
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
        guess = Layer.SECCOMP if Layer.SECCOMP in layers else first(layers)
        return SandboxSetupError(guess, f"a worker on trial ended with {os.waitstatus_to_exitcode(status)}")
    return None


def _rehearse(policy: Policy, layers: frozenset[Layer], report: int) -> NoReturn:
    status = 1
    try:
        template = templates.enter(policy, layers, {}, templates.wait_for)
        child = fork(template)
        if child:
            templates.wait_for(child)
        enter(template, _REHEARSAL_LIMITS, scratch=None)
        status = 0
    except SandboxSetupError as error:
        os.write(report, f"{error.layer}\n{error}".encode())
    except BaseException as error:  # nothing may return from here into the caller's code, twice over
        os.write(report, f"{first(layers)}\n{error!r}".encode())
    os._exit(status)


def _tasks_counted_with(template: Template, uid: int | None) -> int:
    alone = template.nests_user and rlimits.counts_per_namespace(os.uname().release)
    return 0 if uid is not None or alone else rlimits.tasks_of(os.getuid())


def _prefer_for_out_of_memory(own: int) -> None:
    """If memory runs out on this machine, let the kernel end a worker before anything else."""
    with contextlib.suppress(OSError):
        file = os.open("oom_score_adj", os.O_WRONLY | os.O_CLOEXEC, dir_fd=own)
        os.write(file, b"1000")
        os.close(file)


def _take_own_namespaces(template: Template, limits: Limits, owner: int) -> None:
    if not (layers := template.layers & OWN_MOUNTS):
        return
    with step(first(layers), "make namespaces of its own"):
        namespaces.leave(_OWN_NAMESPACES if Layer.NAMESPACES in layers else Namespace.MOUNT)
    with step(first(layers), "mount its own /tmp and /dev/shm"):
        _mount_scratch(template, limits, owner)
    with step(first(layers), "mount its own /proc"):
        _cover_processes(own=Layer.NAMESPACES in layers)


def _mount_scratch(template: Template, limits: Limits, owner: int) -> None:
    # Without a root of its own, a worker has a folder of the host for scratch, often one in /tmp.
    folders = rootfs.SCRATCH if Layer.ROOT in template.layers else ("/dev/shm",)
    with rootfs.uncovered(template.below_scratch):
        for folder in folders:
            if os.path.isdir(folder):
                namespaces.mount_memory(folder, size=limits.scratch_bytes, owner=owner, group=owner)


def _cover_processes(*, own: bool) -> None:
    """Cover the zygote's /proc with the worker's own, or with nothing where it has none."""
    # Before the worker gives up its privilege over these namespaces. What lies below a mount cannot be
    # reached, and nobody in here can take the mount off again.
    if own:
        # Container engines hide parts of /proc; then the kernel refuses an unprivileged user a whole one.
        with contextlib.suppress(PermissionError):
            namespaces.mount_processes("/proc")
            return
    namespaces.mount_nothing("/proc")


def _become_nobody(template: Template, own: int, uid: int | None, scratch: str | None) -> None:
    with step(first(template.layers), "give up its privileges"):
        if template.nests_user:
            # In it the worker has no privilege over the namespaces around it, its mounts among them; and from
            # Linux 5.14 its processes are counted on their own.
            namespaces.own_user(own)
            identity.bound_capabilities(template.keep)  # a new user namespace has them all again
        if uid is not None:
            if scratch is not None:
                os.chown(scratch, uid, uid)
            identity.become(uid)
        identity.drop_capabilities(template.keep)
        identity.seal()
        identity.die_with_parent()


def _landlock_rules(template: Template, scratch: str | None, *, gpu: bool) -> int | None:
    """The rules, made while the process may still open all that they name; None without Landlock."""
    if Layer.LANDLOCK not in template.layers:
        return None
    with step(Layer.LANDLOCK, "make Landlock rules"):
        devices = template.devices if gpu else ()
        # CUDA writes the names of its threads, /proc/self/task/*/comm, and gives up where it cannot.
        named = "/proc" if Layer.NAMESPACES in template.layers else "/proc/self"
        facts = (named,) if gpu else ()
        return landlock.compile_rules(template.read, _writable(template.layers, scratch), devices, facts)


def _confine(template: Template, limits: Limits, usage: _Usage, rules: int | None) -> None:
    layers = template.layers
    if Layer.LIMITS in layers:
        with step(Layer.LIMITS, "set its limits"):
            rlimits.apply(limits, mapped=usage.mapped, others=usage.others)
    if rules is not None:
        with step(Layer.LANDLOCK, "enter Landlock"):
            landlock.restrict(rules)
    if Layer.SECCOMP in layers:
        with step(Layer.SECCOMP, "enter seccomp"):
            seccomp.install(_reach(template, gpu=limits.gpu))


def _writable(layers: frozenset[Layer], scratch: str | None) -> tuple[str, ...]:
    # The host's /dev/shm is not for a worker: it holds other programs' memory.
    shared = ("/dev/shm",) if layers & OWN_MOUNTS else ()
    own = ("/tmp",) if Layer.ROOT in layers else () if scratch is None else (scratch,)
    return ("/dev/null", *shared, *own)


def _reach(template: Template, *, gpu: bool = False) -> seccomp.Reach:
    layers = template.layers
    own_processes, own_root = Layer.NAMESPACES in layers, Layer.ROOT in layers
    scoped = Layer.LANDLOCK in layers and landlock.abi() >= landlock.ABI_SCOPES
    return seccomp.Reach(
        first_process=own_processes,
        own_sockets=own_root and (own_processes or scoped),
        signals_to=None if own_processes or scoped or template.changes_user else os.getpid(),
        new_sessions=own_processes,
        gpu=gpu,
    )
