"""What all workers share and the zygote enters once: namespaces to fork from, and the minimal root."""

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from autograder.worker import identity, namespaces, readable, rootfs
from autograder.worker.layers import OWN_MOUNTS, Layer, Policy, first, step

StandIn = Callable[[int], NoReturn]

# What waits for a zygote in place of the process that its caller knows.
_WAIT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
status = os.waitstatus_to_exitcode(os.waitpid(int(sys.argv[1]), 0)[1])
os.kill(os.getpid(), -status) if status < 0 else os._exit(status)
"""


@dataclass(slots=True, kw_only=True)
class Template:
    """What workers are forked from: a zygote inside everything that its workers share."""

    layers: frozenset[Layer]  # those in force
    missing: dict[Layer, str]  # those wanted that this machine lacks, each with the reason
    data: str | None  # where a worker finds the training data
    read: tuple[str, ...] = ()  # what Landlock leaves readable
    devices: tuple[str, ...] = ()  # what it leaves to be controlled too, to workers that use a GPU
    below_scratch: rootfs.View = rootfs.NOTHING  # what of the root a worker's own /tmp would cover
    keep: frozenset[int] = identity.NONE  # capabilities that workers need to read what they may read
    changes_user: bool = False  # each worker becomes a user of its own
    nests_user: bool = False  # each worker is the user it was, in a user namespace of its own
    pid_namespace: int | None = None  # a descriptor of the zygote's own, to return to after each fork
    # Which process forked the latest worker, and the how-manyth it was: in a worker, its own.
    zygote: int = 0
    worker: int = 0


def enter(policy: Policy, layers: frozenset[Layer], missing: dict[Layer, str], stand_in: StandIn) -> Template:
    """Enter what workers share. Raises SandboxSetupError, and then this process is of no more use.

    Without privilege, the caller goes on as a child of the process that called; that one calls `stand_in`
    with the child's pid.
    """
    template = Template(layers=layers, missing=missing, data=policy.data, devices=policy.devices)
    identity.forget_keys()
    _take_privileges(template, stand_in)
    if layers & OWN_MOUNTS:
        with step(first(layers & OWN_MOUNTS), "take a copy of the mounts"):
            namespaces.own_mounts()
    if Layer.NAMESPACES in layers:
        with step(Layer.NAMESPACES, "leave the network"):
            namespaces.leave(namespaces.Namespace.NET)
        template.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    else:
        identity.adopt_orphans()
    if template.changes_user:
        template.keep = _capabilities_to_read(policy, layers)
        if layers:
            identity.bound_capabilities(template.keep)  # forty calls that no worker needs to make
    if Layer.ROOT in layers:
        _take_root(template, policy)
    else:
        template.read = _readable_on_host(policy, own_processes=Layer.NAMESPACES in layers)
    return template


def wait_for(child: int) -> NoReturn:
    """Wait for a child, and end as it ends."""
    _, status = os.waitpid(child, 0)
    os._exit(min(abs(os.waitstatus_to_exitcode(status)), 255))


def stand_in(child: int) -> NoReturn:
    """Wait for the zygote in the process that its caller knows, and end as it ends."""
    # None of the zygote's descriptors may stay open here: their other ends must notice when the zygote
    # closes.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.closerange(3, 1 << 16)
    # A small program in place of this one frees the memory of all that was imported.
    with contextlib.suppress(OSError):
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", _WAIT, str(child)])
    wait_for(child)


def _take_privileges(template: Template, stand_in: StandIn) -> None:
    """Find out what root may do here; get from a user namespace what a plain user may not."""
    layers = template.layers
    if layers & OWN_MOUNTS and not identity.is_privileged():
        _take_user_namespace(Layer.NAMESPACES in layers, stand_in)
    else:
        template.changes_user = identity.may_change_ids()
    template.nests_user = bool(layers & OWN_MOUNTS) and not template.changes_user


def _take_user_namespace(with_processes: bool, stand_in: StandIn) -> None:
    """Get the privileges that namespaces need, over new namespaces only."""
    with step(Layer.NAMESPACES if with_processes else Layer.ROOT, "make a user namespace"):
        own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        namespaces.own_user(own)
        os.close(own)
    if not with_processes:
        return
    # To return to a process namespace takes privilege over it, which a plain user has over none but a new
    # one: so the zygote needs one of its own to return to after each fork, and only a child can be in it.
    with step(Layer.NAMESPACES, "make a process namespace"):
        namespaces.leave(namespaces.Namespace.PID)
        child = os.fork()
    if child:
        stand_in(child)
    identity.die_with_parent()


def _take_root(template: Template, policy: Policy) -> None:
    shown = rootfs.view(policy.read)
    with step(Layer.ROOT, "build a root of its own"):
        rootfs.build_and_enter(shown, policy.data, readable.PACKAGE, policy.devices)
    template.read = ("/",)
    template.below_scratch = rootfs.below_scratch(shown)
    template.data = None if policy.data is None else rootfs.DATA


def _capabilities_to_read(policy: Policy, layers: frozenset[Layer]) -> frozenset[int]:
    """What a worker with a user of its own needs to read an interpreter below root's private home folder.

    With it the worker reads no more than Landlock or the root shows, and seccomp refuses the one call that
    would reach further, open_by_handle_at: without these layers it is not granted, and nothing can be
    imported late.
    """
    fenced = Layer.SECCOMP in layers and layers & {Layer.LANDLOCK, Layer.ROOT}
    shown = [path for path in (*policy.read, policy.data or "/") if os.path.exists(path)]
    if not fenced or all(readable.by_everyone(path, from_root=Layer.ROOT not in layers) for path in shown):
        return identity.NONE
    return frozenset({identity.CAP_DAC_READ_SEARCH})


def _readable_on_host(policy: Policy, *, own_processes: bool) -> tuple[str, ...]:
    data = () if policy.data is None else (policy.data,)
    processes = ("/proc",) if own_processes else ("/proc/self",)
    read = rootfs.without(policy.read, readable.PACKAGE)
    return (*read, *data, *readable.DEVICES_AND_FACTS, *processes)
