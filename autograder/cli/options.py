"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from autograder.cli.names import Sandbox

InSandbox: TypeAlias = Annotated[
    Sandbox,
    typer.Option(
        help="auto: every layer this machine has. container: Podman or Docker, slower. "
        "none: run the code as an ordinary process."
    ),
]
FullData: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--full", help="Use the whole FashionMNIST in place of the sample that comes with the course."
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        min=1, help="How many to grade at once; as many as there are processors.", show_default=False
    ),
]
