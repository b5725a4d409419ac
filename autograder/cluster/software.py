"""What a machine grades with, and how it differs from another: all must give the same grades."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence

import msgspec

import autograder
from autograder.batch.fingerprint import grader_digest, versions
from autograder.errors import HostError
from autograder.text import plain


class Software(msgspec.Struct, frozen=True, kw_only=True):
    """What decides on scores besides the course and the submission."""

    node: str  # the machine's name, for messages
    grader: str  # torchgrade's version
    code: str  # the digest of its source
    python: str
    packages: tuple[str, ...]  # name and version
    layers: tuple[str, ...]  # of the sandbox


def software_here(layers: tuple[str, ...]) -> Software:
    """Return what this machine has."""
    return Software(
        node=platform.node(),
        grader=autograder.__version__,
        code=grader_digest().hex(),
        python=platform.python_version(),
        packages=tuple(versions()),
        layers=tuple(sorted(layers)),
    )


def layers_of(here: Software, nodes: Sequence[Software]) -> tuple[str, ...]:
    """Return the layers that all nodes have; raises `HostError` for the first node that is not like the rest.

    Versions are compared with this machine's, by which results are known again; layers among the nodes, since
    this machine runs no learner code.
    """
    for node in nodes:
        if differences := "; ".join(_differences(here, node)):
            raise HostError(
                f"Node {plain(node.node, 80)} would not grade as this machine does: "
                f"{plain(differences, 400)}. "
                "Install the same versions on all nodes."
            )
    first = nodes[0]
    for node in nodes:
        if node.layers != first.layers:
            raise HostError(
                f"The sandbox of node {plain(node.node, 80)} has {_listed(node.layers)}, that of node "
                f"{plain(first.node, 80)} has {_listed(first.layers)}. Use nodes that are alike: "
                "`grade doctor` on each tells what is missing."
            )
    return first.layers


def _differences(here: Software, node: Software) -> Iterator[str]:
    if node.grader != here.grader:
        yield f"it has torchgrade {node.grader}, not {here.grader}"
    elif node.code != here.code:
        yield f"its torchgrade {node.grader} has other source code"
    if node.python != here.python:
        yield f"it has Python {node.python}, not {here.python}"
    for there, ours in zip(node.packages, here.packages, strict=False):
        if there != ours:
            yield f"{there}, and here {ours}"


def _listed(layers: tuple[str, ...]) -> str:
    return ", ".join(layers) or "no layers"
