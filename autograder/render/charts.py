"""Line charts, as the few numbers that a template needs to draw them as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 340.0, 204.0  # of the whole, in SVG's units
LEFT, RIGHT, TOP, BOTTOM = 40.0, 326.0, 30.0, 166.0  # of the area that is drawn on
_TICKS = 4  # about so many on an axis


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One line in a frame with two axes."""

    name: str
    points: str  # of an SVG polyline
    end: tuple[float, float]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    first: str
    last: str
    steps: int


def chart(name: str, steps: Sequence[int], values: Sequence[float]) -> Chart:
    """Lay out numbers over steps; raises ValueError where there are none, or not as many of both."""
    if not values or len(steps) != len(values):
        raise ValueError(f"{len(values)} values for {len(steps)} steps make no line")
    rows, columns = _ticks(min(values), max(values)), _ticks(0, max(steps))
    low, high = min(rows[0], *values), max(rows[-1], *values)
    most = max(steps)

    def x(step: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * step / (most or 1), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / ((high - low) or 1), 1)

    places = [(x(step), y(value)) for step, value in zip(steps, values, strict=True)]
    return Chart(
        name=name,
        points=" ".join(f"{across:g},{up:g}" for across, up in places),
        end=places[-1],
        across=tuple(Tick(x(value), f"{value:g}") for value in columns if value <= most),
        up=tuple(Tick(y(value), f"{value:g}") for value in rows),
        first=f"{values[0]:.3g}",
        last=f"{values[-1]:.3g}",
        steps=steps[-1],
    )


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers that begin at or below `low` and end at or above `high`."""
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    rough = (high - low) / _TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{number * step:.10g}") for number in range(first, last + 1)]
