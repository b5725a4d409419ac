"""What `--json` prints: one object, as UTF-8, and nothing else."""

from __future__ import annotations

from typing import Any

import msgspec
import typer


def print_json(value: Any) -> None:
    """Print one JSON object, whatever the terminal's encoding is."""
    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))
