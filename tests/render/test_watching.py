"""The line of keys below the page of `grade watch`."""

from __future__ import annotations

import pytest

from autograder.render.watching import Page
from autograder.watching.loop import KEYS
from tests.render.samples import Paper


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (100, ["n next  h hint  l list  r run again  c check all  x reset  o open  q quit"]),
        (60, ["n next  h hint  l list  r run again  c check all  x reset", "o open  q quit"]),
        (20, ["n next  h hint", "l list  r run again", "c check all  x reset", "o open  q quit"]),
        (8, ["n next", "h hint", "l list", "r run again", "c check all", "x reset", "o open", "q quit"]),
    ],
)
def test_a_key_stays_with_its_word(width: int, lines: list[str]) -> None:
    paper = Paper(width)
    Page(paper, KEYS).end()
    assert paper.text.splitlines() == ["", *lines]
