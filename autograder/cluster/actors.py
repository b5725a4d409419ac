"""Graders as Ray's actors: one CPU each, and a share of a GPU where tests use one, wherever there is room."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import msgspec

from autograder.batch.graders import layers_here
from autograder.cluster import folders
from autograder.cluster.node_grader import NodeGrader
from autograder.cluster.pool import Handle, Ref
from autograder.cluster.software import Software, software_here
from autograder.errors import HostError, ProcessLost
from autograder.text import plain

PROBE_SECONDS = 120.0  # to start a process on each node and import torchgrade there
GOODBYE_SECONDS = 10.0  # for graders to end by themselves, and for a node to be tidied up


def probe(ray: Any, sandbox: str) -> list[Software]:
    """Return what each node with a CPU would grade with; raises `HostError` for one that cannot tell."""
    nodes = _nodes(ray)
    if not nodes:
        raise HostError(
            "No node of the cluster has a CPU for grading. `ray status` tells what the nodes have."
        )
    refs = {_on(ray, node, _software).remote(sandbox): node for node in nodes}
    there, _ = ray.wait(list(refs), num_returns=len(refs), timeout=PROBE_SECONDS, fetch_local=False)
    found = []
    for ref, node in refs.items():
        name = plain(str(node.get("NodeManagerHostname") or node["NodeManagerAddress"]), 80)
        if ref not in there:
            raise HostError(f"Node {name} did not start a process in {PROBE_SECONDS:.0f} seconds.")
        try:
            found.append(msgspec.msgpack.decode(ray.get(ref), type=Software))
        except Exception as error:  # whatever an installation that is not this one runs into
            raise HostError(
                f"Node {name} cannot run torchgrade ({_line(error)}). Install the same version on all nodes."
            ) from error
    return found


def resources(ray: Any) -> list[dict[str, float]]:
    """Return what each node with a CPU has, used or not: its "CPU", its "GPU" if any."""
    return [node["Resources"] for node in _nodes(ray)]


class Actors:
    """The graders of one run on a cluster (a `pool.Remote`)."""

    def __init__(self, ray: Any, packed: bytes, settings: bytes, *, gpus: float = 0.0) -> None:
        """`gpus` is what each grader reserves."""
        self._ray = ray
        self._packed = ray.put(packed)  # Ray brings it to each node once
        self._settings = settings
        # One that ends is not begun again by Ray: the pool decides what becomes of its submissions.
        self._kind = ray.remote(NodeGrader).options(
            num_cpus=1, num_gpus=gpus, max_restarts=0, max_task_retries=0
        )
        self._hired: list[Handle] = []

    def hire(self) -> tuple[Handle, Ref]:
        """Ask for a grader."""
        handle = self._kind.remote(self._packed, self._settings)
        self._hired.append(handle)
        return handle, handle.start.remote()

    def give(self, handle: Handle, task: bytes) -> Ref:
        """Give a grader one more task."""
        return handle.grade.remote(task)

    def wait(self, refs: Sequence[Ref], seconds: float) -> Sequence[Ref]:
        """Return those that are there; none when the time is up."""
        if not refs:
            return []
        there, _ = self._ray.wait(list(refs), num_returns=1, timeout=seconds)
        return list(there)

    def answer(self, ref: Ref) -> bytes:
        """Return an answer that is there; raises `ProcessLost` where its grader or node is gone."""
        try:
            answer: bytes = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            raise ProcessLost(f"the last one's actor was lost: {_line(error)}") from error
        return answer

    def dismiss(self, handle: Handle) -> None:
        """End a grader, whatever it does."""
        self._hired.remove(handle)
        self._ray.kill(handle)

    def close(self) -> None:
        """End all graders, and see to it that nothing of the course is left on the nodes that live."""
        # A cluster that is gone has nothing to tidy up, and must not hide why the run has ended.
        with contextlib.suppress(Exception):
            goodbyes = [handle.close.remote() for handle in self._hired]
            if goodbyes:
                self._ray.wait(goodbyes, num_returns=len(goodbyes), timeout=GOODBYE_SECONDS)
            for handle in list(self._hired):
                self.dismiss(handle)
            sweeps = [_on(self._ray, node, _sweep).remote(GOODBYE_SECONDS) for node in _nodes(self._ray)]
            if sweeps:
                self._ray.wait(sweeps, num_returns=len(sweeps), timeout=2 * GOODBYE_SECONDS)


def _software(sandbox: str) -> bytes:
    return msgspec.msgpack.encode(software_here(layers_here(sandbox)))


def _sweep(seconds: float) -> bool:
    return folders.sweep(seconds)


def _on(ray: Any, node: dict[str, Any], work: Any) -> Any:
    """Return a function as a task for one node that waits for no CPU."""
    strategy = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
    return ray.remote(work).options(num_cpus=0, max_retries=0, scheduling_strategy=strategy)


def _nodes(ray: Any) -> list[dict[str, Any]]:
    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]


def _line(error: Exception) -> str:
    """Return the telling line of one of Ray's messages: the last of a traceback, or else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    return plain(lines[-1] if any("Traceback" in line for line in lines) else lines[0], 300)
