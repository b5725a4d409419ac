"""A Ray cluster on this machine, started as people start one, whose nodes can be killed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.batch.crashes import family

TOGETHER_SECONDS = 600.0  # until all nodes have joined, on a machine that has much else to do
# Ray gives its own processes seconds to start, and a machine that runs tests beside them may need more.
_PATIENT = {
    "RAY_agent_register_timeout_ms": "300000",
    "RAY_raylet_start_wait_time_s": "300",
    "RAY_worker_register_timeout_seconds": "300",
    "RAY_USAGE_STATS_ENABLED": "0",
}
_QUICK_TO_NOTICE = {"RAY_health_check_period_ms": "1000"}  # a node that is gone, in seconds


class LocalCluster:
    """A head with `cpus[0]` CPUs, and a node for each further number. It asks for a token.

    `cores` holds each node to one core of the machine. `gpus` is how many GPUs the head says it has.
    """

    def __init__(self, *cpus: int, cores: Sequence[int] = (), gpus: int = 0) -> None:
        # Not pytest's folder: the names of Ray's sockets may have no more than 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))
        self.token = secrets.token_hex(32)
        self._log = self.folder / "log"
        self._cpus = cpus
        self._cores = cores
        self._gpus = gpus
        self._options: list[list[str]] = []  # of each node, to start it again
        self._killed: set[int] = set()
        self.address = f"127.0.0.1:{_free_port()}"
        self.nodes: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        """What whoever talks to this cluster needs in their environment."""
        return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": self.token, **_PATIENT, **_QUICK_TO_NOTICE}

    def start(self) -> None:
        """Start the head and the nodes, which join when they are ready."""
        port = self.address.rpartition(":")[2]
        head = ("--head", f"--port={port}", f"--temp-dir={self.folder}", "--include-dashboard=false")
        self._start(*head, f"--num-gpus={self._gpus}")
        for _ in self._cpus[1:]:
            self._start(f"--address={self.address}", "--num-gpus=0")
        self._wait(lambda: _listens(self.address))

    def wait(self, ray: Any) -> None:
        """Wait until all nodes have joined."""
        self._wait(lambda: sum(node["Alive"] for node in ray.nodes()) == len(self._cpus))

    def _wait(self, there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TOGETHER_SECONDS
        while not there():
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"The nodes did not start:\n{self._log.read_text('utf-8', 'replace')[-3000:]}"
                )
            # Ray gives its helpers 15 seconds, whatever is asked for, and a node without them ends.
            for number, node in enumerate(self.nodes):
                if number not in self._killed and node.poll() is not None:
                    self.nodes[number] = self._launch(number)
            time.sleep(0.2)

    def kill(self, number: int) -> None:
        """End a node as a power failure does: all of its processes at once."""
        self._killed.add(number)
        for pid in family(self.nodes[number].pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.nodes[number].wait()

    def close(self) -> None:
        """End everything."""
        for number in reversed(range(len(self.nodes))):
            self.kill(number)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, *options: str) -> None:
        number = len(self.nodes)
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--disable-usage-stats"]
        host = ["--node-ip-address=127.0.0.1", f"--num-cpus={self._cpus[number]}"]
        pinned = ["taskset", "--cpu-list", str(self._cores[number])] if self._cores else []
        # With ports of our choice, a node does not wait for its helpers to say which they have taken.
        names = (
            *("dashboard-agent-grpc-port", "dashboard-agent-listen-port"),
            *("runtime-env-agent-port", "metrics-export-port"),
        )
        ports = [f"--{name}={_free_port()}" for name in names]
        self._options.append([*pinned, *command, *host, *ports, *options])
        self.nodes.append(self._launch(number))

    def _launch(self, number: int) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._options[number],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                cwd=self.folder,
                start_new_session=True,
            )


@contextlib.contextmanager
def local_cluster(*cpus: int, cores: Sequence[int] = (), gpus: int = 0) -> Iterator[LocalCluster]:
    """Give a cluster that has been started, and end it."""
    cluster = LocalCluster(*cpus, cores=cores, gpus=gpus)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        return False
    return True
