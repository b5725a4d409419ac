"""What a worker prints about its training, read back."""

from __future__ import annotations

from autograder.testing.meter import MOST, Reading, curves, split


def test_readings_are_taken_out_of_what_was_printed() -> None:
    printed = "begin\n\x1d1 2.3 0.1\nepoch 1: \x1d40 0.9 0.75\ndone\n"
    assert split(printed) == ("begin\nepoch 1: done\n", [Reading(1, 2.3, 0.1), Reading(40, 0.9, 0.75)])


def test_the_last_training_counts() -> None:
    _, readings = split("\x1d1 2.3 0.1\n\x1d40 0.9 0.7\n\x1d1 2.4 -\n\x1d30 1.1 -\n")
    assert readings == [Reading(1, 2.4, None), Reading(30, 1.1, None)]


def test_what_is_no_finite_number_is_no_reading() -> None:
    for odd in (
        "\x1d1 nan 0.1\n",
        "\x1d1 1e999 0.1\n",
        "\x1d1 . 0.1\n",
        "\x1d1 0.5 1e999\n",
        "\x1d-1 0.5 0.5\n",
    ):
        assert split(odd)[1] == []


def test_nobody_fills_a_report_with_readings() -> None:
    flood = "".join(f"\x1d{step} 0.5 0.5\n" for step in range(1, 3 * MOST))
    assert len(split(flood)[1]) == MOST


def test_curves_have_a_line_for_each_number_that_is_always_known() -> None:
    both = curves([Reading(1, 2.3, 0.1), Reading(40, 0.9, 0.75)])
    assert both is not None
    assert (both.steps, both.series) == ((1, 40), {"loss": (2.3, 0.9), "accuracy": (0.1, 0.75)})
    one = curves([Reading(1, 2.3, None), Reading(40, 0.9, 0.75)])
    assert one is not None
    assert one.series == {"loss": (2.3, 0.9)}
    assert curves([Reading(1, 2.3, 0.1)]) is None
