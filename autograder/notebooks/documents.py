"""Notebook files: read with care, since learners hand them in, and written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from autograder import atomic
from autograder.errors import HostError
from autograder.grading.files import UnreadableSubmission, read_bounded
from autograder.text import plain

MAX_BYTES = 64 << 20  # of a notebook file, with the pictures in it
Notebook: TypeAlias = dict[str, Any]  # as JSON has it
Cell: TypeAlias = dict[str, Any]


def read(path: Path) -> Notebook:
    """Return a notebook of format 4; raises `UnreadableSubmission`, in a clear sentence, where it is none."""
    return parse(read_bounded(path, MAX_BYTES), path.name)


def parse(content: bytes, name: str) -> Notebook:
    """Return the notebook in a file's bytes; `name` names the file in errors."""
    shown = plain(name, 80)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableSubmission(
            f"{shown} is not a notebook: its content is not JSON. Save it again from Jupyter, and hand it in."
        ) from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise UnreadableSubmission(f"{shown} is not a notebook of format 4. Save it again from Jupyter.")
    return data


def code_cells(notebook: Notebook) -> list[str]:
    """Return the sources of the code cells; what is no cell is passed over."""
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    return [source(cell) for cell in cells if cell.get("cell_type") == "code"]


def source(cell: Cell) -> str:
    """Return a cell's text, which JSON has as one string or as a list of lines."""
    text = cell.get("source", "")
    if isinstance(text, list):
        return "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def write_file(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all, and readable for others; raises `HostError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(path, content, mode=0o644)
    except OSError as error:
        raise _refused(path, error) from error


def to_bytes(notebook: Notebook) -> bytes:
    """Return the bytes of a notebook's file, as Jupyter writes them."""
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _refused(path: Path, error: OSError) -> HostError:
    return HostError(
        f"{path} cannot be written ({error.strerror}). Check the permissions of its folder and the disk."
    )
