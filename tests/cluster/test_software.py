"""Nodes must give the grades that this machine would give; the first that would not is named, with the reason."""

from __future__ import annotations

import msgspec
import pytest

from autograder.cluster.software import Software, layers_of, software_here
from autograder.errors import HostError

HERE = Software(
    node="driver", grader="1.2", code="aa", python="3.11.9", packages=("torch 2.15", "numpy 2.3"), layers=()
)
NODE = msgspec.structs.replace(HERE, node="n1", layers=("landlock", "root"))


def but(**changes: object) -> Software:
    return msgspec.structs.replace(NODE, node="n2", **changes)


def test_nodes_that_are_alike_give_their_layers() -> None:
    assert layers_of(HERE, [NODE, but()]) == ("landlock", "root")


@pytest.mark.parametrize(
    ("node", "difference"),
    [
        (but(grader="1.1"), "it has torchgrade 1.1, not 1.2"),
        (but(code="bb"), "its torchgrade 1.2 has other source code"),
        (but(python="3.11.8"), "it has Python 3.11.8, not 3.11.9"),
        (but(packages=("torch 2.14", "numpy 2.3")), "torch 2.14, and here torch 2.15"),
        (
            but(grader="1.1", python="3.12.0"),
            "it has torchgrade 1.1, not 1.2; it has Python 3.12.0, not 3.11.9",
        ),
    ],
)
def test_a_node_that_differs_from_this_machine_is_refused(node: Software, difference: str) -> None:
    with pytest.raises(HostError) as told:
        layers_of(HERE, [NODE, node])
    assert str(told.value) == (
        f"Node n2 would not grade as this machine does: {difference}. Install the same versions on all nodes."
    )


def test_nodes_with_other_layers_than_one_another_are_refused() -> None:
    with pytest.raises(HostError) as told:
        layers_of(HERE, [NODE, but(layers=("root",))])
    assert str(told.value).startswith(
        "The sandbox of node n2 has root, that of node n1 has landlock, root. Use nodes that are alike"
    )


def test_this_machine_is_like_itself() -> None:
    assert layers_of(software_here(()), [software_here(("root",))]) == ("root",)
