"""Connecting to a Ray cluster that is there; every way in which that fails is one line."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from autograder.errors import HostError, UsageError
from autograder.text import plain

AUTO = "auto"
VARIABLE = "RAY_ADDRESS"  # Ray's own: what "auto" means where it is set
ANSWER_SECONDS = 10.0  # for the head node to take a connection
INSTALL = 'pip install "torchgrade[cluster]"'


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """Give Ray's module, connected to a cluster: the one that runs on this machine ("auto"), or `host:port`.

    This process must be on a machine of the cluster. Raises `UsageError` and `HostError`.
    """
    _check(os.environ.get(VARIABLE) or AUTO if address == AUTO else address)
    ray = _imported()
    try:
        # Ray has its workers look for modules in our current folder, and learners' files may lie there.
        with contextlib.chdir("/"):
            ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL)
    except Exception as error:
        raise HostError(_trouble(address, error)) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _imported() -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise UsageError(f"--ray needs Ray, which is not installed: {INSTALL}") from error
    module: ModuleType = ray
    return module


def _check(address: str) -> None:
    """Find out soon what Ray would take a minute to say."""
    if address == AUTO:
        return
    host, colon, port = address.rpartition(":")
    if "://" in address or not (host and colon and port.isdigit() and int(port) < 1 << 16):
        raise UsageError(
            f"--ray {plain(address, 80)}: say auto, or the head node's address such as 10.0.0.1:6379. "
            "Ray's client protocol (ray://) is not for this: run `grade all` on a machine of the cluster."
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), ANSWER_SECONDS).close()
    except OSError as error:
        raise HostError(
            f"No Ray cluster answers at {plain(address, 80)} ({error.strerror or error}). "
            "Is its head node running, and is this its address?"
        ) from error


def _trouble(address: str, error: Exception) -> str:
    """Say in a line what Ray says in many."""
    text = " ".join(str(error).split())
    if isinstance(error, ConnectionError) and address == AUTO:
        return (
            "No Ray cluster runs on this machine. `ray start --head` starts one, "
            "`ray start --address=HOST:6379` on other machines joins it."
        )
    return f"The Ray cluster ({plain(address, 80)}) cannot be used: {plain(text, 400)}"
