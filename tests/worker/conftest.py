"""Fixtures of the tests that run processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.confinement import a_stage


@pytest.fixture
def stage() -> Iterator[Path]:
    """A folder for a zygote and its workers, which other users can reach, as they cannot pytest's own."""
    with a_stage() as folder:
        yield folder
