"""Lines in a frame, and small grey pictures."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image

from autograder.render import charts, png


def test_a_line_goes_from_the_first_value_to_the_last_inside_the_frame() -> None:
    made = charts.chart("loss", [1, 50, 100], [2.3, 0.4, 0.7])
    places = [tuple(map(float, point.split(","))) for point in made.points.split()]
    assert places[-1] == made.end == (charts.RIGHT, 127.9)  # 0.7 of 2.5
    assert all(charts.LEFT <= x <= charts.RIGHT and charts.TOP <= y <= charts.BOTTOM for x, y in places)
    assert places[0][1] < places[2][1] < places[1][1], "large values are at the top"
    assert (made.first, made.last, made.steps) == ("2.3", "0.7", 100)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.1, 0.85], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([3.0, 3.0], ["0", "1", "2", "3"]),
        ([0.0], ["0", "0.5", "1"]),
        ([-1e-9, 1e-9], ["-1e-09", "-5e-10", "0", "5e-10", "1e-09"]),
        ([1e30, 5e30], ["1e+30", "2e+30", "3e+30", "4e+30", "5e+30"]),
    ],
)
def test_ticks_are_round_and_span_the_values(values: list[float], texts: list[str]) -> None:
    ticks = charts.chart("loss", range(1, len(values) + 1), values).up
    assert ticks[0].at == charts.BOTTOM and ticks[-1].at >= charts.TOP
    assert all(math.isfinite(tick.at) for tick in ticks)
    assert [tick.text for tick in ticks] == texts


def test_marks_of_steps_end_with_the_last_step() -> None:
    ticks = charts.chart("loss", [1, 50, 90], [2.3, 0.4, 0.7]).across
    assert [tick.text for tick in ticks] == ["0", "50"] and ticks[-1].at <= charts.RIGHT


@pytest.mark.parametrize(("steps", "values"), [([], []), ([1, 2], [0.5])])
def test_what_makes_no_line_is_refused(steps: list[int], values: list[float]) -> None:
    with pytest.raises(ValueError, match="make no line"):
        charts.chart("loss", steps, values)


def test_other_programs_read_the_pictures() -> None:
    pixels = bytes(range(0, 250, 10))
    with Image.open(io.BytesIO(png.grey(pixels, 5))) as image:
        assert (image.size, image.mode, image.tobytes()) == ((5, 5), "L", pixels)


def test_pixels_that_are_no_square_are_refused() -> None:
    with pytest.raises(ValueError, match="24 pixels are no square of side 5"):
        png.grey(bytes(24), 5)
