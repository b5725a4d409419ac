"""One report, as a learner sees it; texts are compared whole."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest

from autograder.render.terminal import show_report
from autograder.report import Diagnosis, Report
from tests.render.samples import ABOUT, Paper, report, result

SHAPE = (
    "standardize(float32 (3, 4), dim=1) has the wrong shape.\n  got:      (3, 1)\n  expected: (3, 4)\n"
    "Was keepdim=True forgotten?"
)
MIXED = report(
    result("standardizes each column"),
    result("standardizes each row", "failed", message=SHAPE),
    result("takes strided input", "failed", 0.5, public=False, message="standardize(...) has wrong values."),
    result("turns labels into rows", "not_started", message="one_hot is not written yet"),
    result("refuses labels out of range", "not_started", message="one_hot is not written yet"),
    result("computes distances", "passed", 1.5),
)
NOT_IMPORTABLE = "ex03_tensor_ops.py cannot be imported: it raised SyntaxError in line 3 of ex03_tensor_ops.py\n    def f(:"


def shown(report: Report, width: int = 80, **how: object) -> str:
    paper = Paper(width, **how)  # type: ignore[arg-type]
    show_report(report, paper, ABOUT)
    return paper.text


def test_where_saving_grades_again_no_command_is_named() -> None:
    paper = Paper(80)
    show_report(MIXED, paper, dataclasses.replace(ABOUT, command=""))
    assert paper.text.endswith("\n\nNext: mend the first ✗ above, then save it.\n")


def test_passed_failed_and_unwritten() -> None:
    assert (
        shown(MIXED)
        == """\
ex03 Tensor operations  3.5/10

  ✓     2/2  standardizes each column
  ✗     0/2  standardizes each row
             standardize(float32 (3, 4), dim=1) has the wrong shape.
               got:      (3, 1)
               expected: (3, 4)
             Was keepdim=True forgotten?
  ✗   0/0.5  takes strided input (hidden)
             standardize(...) has wrong values.
  ✓ 1.5/1.5  computes distances
  ·     0/4  not written yet: one_hot

Next: mend the first ✗ above, then run
  grade check ex03
"""
    )


def test_on_a_narrow_terminal_each_text_keeps_its_column() -> None:
    assert (
        shown(MIXED, 50)
        == """\
ex03 Tensor operations  3.5/10

  ✓     2/2  standardizes each column
  ✗     0/2  standardizes each row
             standardize(float32 (3, 4), dim=1)
             has the wrong shape.
               got:      (3, 1)
               expected: (3, 4)
             Was keepdim=True forgotten?
  ✗   0/0.5  takes strided input (hidden)
             standardize(...) has wrong values.
  ✓ 1.5/1.5  computes distances
  ·     0/4  not written yet: one_hot

Next: mend the first ✗ above, then run
  grade check ex03
"""
    )


def test_where_the_encoding_has_no_symbols_there_are_words() -> None:
    assert (
        shown(MIXED, encoding="ascii")
        == """\
ex03 Tensor operations  3.5/10

  ok     2/2  standardizes each column
  x      0/2  standardizes each row
              standardize(float32 (3, 4), dim=1) has the wrong shape.
                got:      (3, 1)
                expected: (3, 4)
              Was keepdim=True forgotten?
  x    0/0.5  takes strided input (hidden)
              standardize(...) has wrong values.
  ok 1.5/1.5  computes distances
  -      0/4  not written yet: one_hot

Next: mend the first x above, then run
  grade check ex03
"""
    )


def test_colours_add_nothing_but_escapes() -> None:
    coloured = shown(MIXED, colour=True)
    assert "\x1b[32m✓\x1b[0m" in coloured
    assert "\x1b[31m✗\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(MIXED)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_longer_than_the_terminal(width: int) -> None:
    longest = max(len(line) for line in shown(MIXED, width).splitlines())
    assert longest <= max(width, 33)  # 13 for mark and points, 20 to read


def test_what_is_not_written_is_named_once() -> None:
    """By the message; of a class whose making fails, by the title; and by the title's words without a name."""
    waiting = [
        result("a", "not_started", message="mean_of is not written yet"),
        result("means of ints", "not_started", message="mean_of is not written yet"),
        result("steps of SGD", "not_started", message="__init__ is not written yet"),
        result("SGD skips", "not_started", message="__init__ is not written yet"),
        result("it trains", "not_started", message="__init__ is not written yet"),
    ]
    paper = Paper(80)
    show_report(
        report(result("b"), *waiting), paper, dataclasses.replace(ABOUT, functions={"SGD", "mean_of"})
    )
    assert "  · 0/10  not written yet: mean_of, SGD, it trains\n" in paper.text


def test_nothing_started_is_one_calm_sentence() -> None:
    untouched = report(
        result("a", "not_started", message="f is not written yet"), result("b", "not_started", 8.0)
    )
    assert (
        shown(untouched)
        == """\
ex03 Tensor operations  0/10

Not started. Begin with one_hot in exercises/ex03_tensor_ops.py, line 88, then
run
  grade check ex03
"""
    )


def test_what_is_left_to_write_is_the_next_step() -> None:
    assert (
        shown(report(result("a"), result("b", "not_started", 8.0)))
        == """\
ex03 Tensor operations  2/10

  ✓ 2/2  a
  · 0/8  not written yet: b

All that is written works. Next: go on with one_hot in
exercises/ex03_tensor_ops.py, line 88, then run
  grade check ex03
"""
    )


def test_full_marks_lead_to_the_next_exercise() -> None:
    assert (
        shown(report(result("a"), result("b", points=8.0)))
        == """\
ex03 Tensor operations  10/10

  ✓ 2/2  a
  ✓ 8/8  b

Full marks.
Next: ex04 Losses. Write mse in exercises/ex04_losses.py, line 9, then run
  grade check ex04
"""
    )


def test_what_stops_every_test_is_said_once() -> None:
    stopped = report(*(result(name, "error", message=NOT_IMPORTABLE) for name in "abc"))
    assert (
        shown(stopped)
        == """\
ex03 Tensor operations  0/6

  ✗  ex03_tensor_ops.py cannot be imported: it raised SyntaxError in line 3 of
     ex03_tensor_ops.py
         def f(:

None of the 3 tests could run.
Next: mend that, then run
  grade check ex03
"""
    )


@pytest.mark.parametrize(("status", "texts"), [("error", ["one", "two"]), ("failed", ["one", "one"])])
def test_tests_that_fail_each_for_themselves_are_listed(status: str, texts: list[str]) -> None:
    """Different errors are different mistakes, and a wrong result came from code that ran."""
    tests = [result(name, status, message=text) for name, text in zip("ab", texts, strict=True)]
    lines = shown(report(*tests)).splitlines()
    assert lines[2] == "  ✗ 0/2  a"
    assert lines[4] == "  ✗ 0/2  b"


def test_a_message_that_several_tests_share_is_said_once() -> None:
    text = "standardize(...) raised ZeroDivisionError in line 12."
    tests = [result(name, "error", message=text) for name in ("rows", "columns")]
    assert (
        shown(report(result("ok"), *tests))
        == """\
ex03 Tensor operations  2/6

  ✓ 2/2  ok
  ✗ 0/2  rows
         standardize(...) raised ZeroDivisionError in line 12.
  ✗ 0/2  columns
         the same as for: rows

Next: mend the first ✗ above, then run
  grade check ex03
"""
    )


def test_failed_titles_stand_out_and_messages_end_without_an_empty_line() -> None:
    wrong = result("b", "failed", message="It printed:\nhello\n")
    known = msgspec.structs.replace(wrong, diagnosis=Diagnosis(misconception="m", explanation="Why."))
    assert "         hello\n         Recognized: Why.\n" in shown(report(result("a"), known))
    coloured = shown(report(result("a"), wrong), colour=True)
    assert "\x1b[1mb\x1b[0m\n" in coloured and "\x1b[1ma" not in coloured


def test_a_recognized_mistake_is_explained_once() -> None:
    known = Diagnosis(misconception="squares", explanation="Squaring is not doubling.")
    tests = [
        msgspec.structs.replace(result(title, "failed", message=f"{title} is wrong."), diagnosis=known)
        for title in ("one", "two")
    ]
    assert shown(report(*tests)).count("Recognized: Squaring is not doubling.") == 1


def test_a_missing_sandbox_is_said_in_one_line() -> None:
    assert shown(report(result("a"), sandbox=())).endswith(
        "\nNo sandbox was in force: the code ran as an ordinary process of yours.\n"
    )


def test_what_learners_write_is_shown_as_it_is_and_moves_nothing() -> None:
    """Neither markup nor escape sequences nor bidirectional marks of a message are obeyed."""
    hostile = "[bold red]x[/] \x1b[2J\x1b]8;;http://a\x07 \u202egnp.exe :smile:\r"
    text = shown(report(result("[red]a[/]", "failed", message=hostile)), colour=True)
    assert "[red]a[/]" in text
    assert "[bold red]x[/] \\x1b[2J\\x1b]8;;http://a\\x07 \\u202egnp.exe :smile:\\r" in text


def test_a_very_long_message_is_cut() -> None:
    text = shown(report(result("a", "failed", message="word " * 100_000)))
    assert len(text) < 6_000
    assert "... (496,029 more\n         characters)" in text


def test_a_word_longer_than_the_line_is_broken() -> None:
    lines = shown(report(result("a", "failed", message="x" * 200)), 60).splitlines()
    assert max(map(len, lines)) == 60
    assert sum(line.count("x") for line in lines if line.startswith("         ")) == 200


def test_wide_characters_are_counted_as_two_columns() -> None:
    lines = shown(report(result("a", "failed", message="形" * 40)), 49).splitlines()
    assert "         " + "形" * 20 in lines
