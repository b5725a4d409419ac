"""A Ray cluster as the place where a class is graded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import msgspec

from autograder.batch.graders import hand_over, preload_of
from autograder.batch.place import Opened, Order
from autograder.batch.plan import exercises_of
from autograder.cluster import actors, bundle, gpus, messages
from autograder.cluster.connection import connected
from autograder.cluster.pool import ClusterPool
from autograder.cluster.software import Software, layers_of, software_here


@contextlib.contextmanager
def on_ray(address: str) -> Iterator[RayCluster]:
    """Give a cluster as a place; raises `UsageError` and `HostError` where it cannot be reached."""
    with connected(address) as ray:
        yield RayCluster(ray)


class RayCluster:
    """The nodes of one cluster (a `batch.place.Place`).

    Graders there get the course, then one submission after the other, as bytes. This process reads what was
    handed in, and writes what comes back.
    """

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._here = software_here(())

    def layers(self, sandbox: str) -> tuple[str, ...]:
        """Return the layers of all nodes; raises `HostError` where they differ."""
        return layers_of(self._here, actors.probe(self._ray, sandbox))

    @contextlib.contextmanager
    def open(self, order: Order) -> Iterator[Opened]:
        """Start graders, one a CPU and a share of a GPU, and give them once the first is ready."""
        exercises = exercises_of(order.jobs)
        share = gpus.share_of(exercises) if order.device == "cuda" else 0.0
        room = gpus.room_for(actors.resources(self._ray), share)
        packed = bundle.pack(order.course, full=order.full)
        settings = messages.Settings(
            digest=bundle.digest(packed),
            sandbox=order.sandbox,
            full=order.full,
            preload=preload_of(exercises),
            device="cuda" if share else "simulated",
        )
        size = max(1, min(order.size or room, len(order.jobs)))
        nodes: list[Software] = []  # anew: probing is a guess of what a zygote then does

        def check(software: Software) -> None:
            nodes.append(software)
            layers_of(self._here, nodes)

        def task(number: int) -> bytes:
            job = order.jobs[number]
            return messages.task_of(job, hand_over(job))

        remote = actors.Actors(self._ray, packed, msgspec.msgpack.encode(settings), gpus=share)
        try:
            pool = ClusterPool(remote, size, task, check, takes=f"1 CPU, {share:g} GPU" if share else "1 CPU")
            yield Opened(layers=pool.first().layers, pool=pool, size=size)
        finally:
            remote.close()
