"""Curves in one line of text."""

from __future__ import annotations

import pytest

from autograder.exhibits import Curves
from autograder.render import sparklines
from autograder.render.terminal import result_text
from tests.render.samples import Paper, exhibits, result

TRAINING = Curves(
    title="Training",
    steps=(1, 20, 40, 60),
    series={"loss": (2.3, 1.2, 0.6, 0.5), "accuracy": (0.1, 0.5, 0.7, 0.8)},
)


@pytest.mark.parametrize(
    ("values", "cells", "drawn"),
    [
        ([0.0, 1.0, 2.0, 7.0], 4, "▁▂▃█"),
        ([8.0, 6.0, 4.0, 2.0, 1.0, 0.0], 3, "█▄▁"),
        ([0.5, 0.5], 9, "▁▁"),
        ([0.5], 9, "▁"),
        ([], 9, ""),
    ],
)
def test_blocks_go_from_the_least_to_the_most(values: list[float], cells: int, drawn: str) -> None:
    assert sparklines.line(values, cells) == drawn


def test_curves_stand_side_by_side() -> None:
    shown = sparklines.curves(TRAINING, Paper(), room=80)
    assert shown.plain == "loss █▄▁▁ 0.500  accuracy ▁▅▇█ 0.800"


@pytest.mark.parametrize("room", [44, 60, 100])
def test_long_trainings_fit_the_room(room: int) -> None:
    values = tuple(number / 300 for number in range(300))
    long = Curves(title="t", steps=tuple(range(300)), series={"loss": values, "accuracy": values})
    assert sparklines.curves(long, Paper(), room=room).cell_len <= room


def test_names_are_made_fit_to_print() -> None:
    hostile = Curves(title="t", steps=(1, 2), series={"\x1b[31m" + "x" * 99: (1.0, 2.0)})
    shown = sparklines.curves(hostile, Paper(), room=80)
    assert "\x1b" not in shown.plain and shown.cell_len < 40


def test_without_the_characters_there_are_numbers() -> None:
    shown = sparklines.curves(TRAINING, Paper(encoding="ascii"), room=80)
    assert shown.plain == "loss 0.500  accuracy 0.800"


def test_a_report_shows_the_curve_of_a_test() -> None:
    import msgspec

    trained = msgspec.structs.replace(result("trains a network"), exhibits=exhibits())
    assert result_text(trained) == "  ✓ 2/2  trains a network\n         loss █▃▁ 0.400  accuracy ▁▇█ 0.800"
