"""What every test may count on."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import VARIABLE

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def repository() -> Path:
    """The folder of the course that this repository holds."""
    return ROOT


@pytest.fixture(autouse=True)
def _no_course_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a course of their own."""
    monkeypatch.delenv(VARIABLE, raising=False)
