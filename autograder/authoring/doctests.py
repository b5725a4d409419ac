"""The examples in a solution's docstrings: each public function has one, and each does what it says."""

from __future__ import annotations

import ast
import doctest
import os
import subprocess
import sys
from pathlib import Path

from autograder.authoring import regions

_SECONDS = 120.0
_SHOWN = 1200  # characters of a failing example's output


def missing(source: str) -> tuple[str, ...]:
    """Return the public functions and classes of a solution that show no example."""
    parser = doctest.DocTestParser()
    return tuple(
        node.name
        for node in regions.parse(source, "solution").body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not any(parser.get_examples(text) for text in _docstrings(node))
    )


def failures(path: Path) -> str:
    """Run a solution's examples in a fresh interpreter; return what went wrong, or nothing."""
    # The author's own code needs no sandbox, but its imports and threads stay out of this process.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "doctest", str(path)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"the examples took longer than {_SECONDS:g} s"
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip()[-_SHOWN:] or f"the interpreter ended with {done.returncode}"


def _docstrings(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    inner = [child for child in ast.walk(node) if isinstance(child, ast.FunctionDef | ast.ClassDef)]
    return [text for child in inner if (text := ast.get_docstring(child))]
