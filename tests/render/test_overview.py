"""The course at a glance."""

from __future__ import annotations

from autograder.render.consoles import Advice
from autograder.render.overview import Row, show_overview
from tests.render.samples import Paper

ROWS = [
    Row(id="ex03", title="Tensor operations", score=10, max_score=10),
    Row(id="ex10", title="The Network's forward pass", score=7.5, max_score=10, edited=True),
    Row(id="ex12", title="Datasets and loaders", score=None, max_score=10),
    Row(id="ex13", title="The training loop", score=0, max_score=20),
]
ADVICE = Advice(
    "Next: ex10 The Network's forward pass. Work on exercises/ex10_network.py, then run", "grade check ex10"
)


def shown(paper: Paper, rows: list[Row] = ROWS) -> str:
    show_overview("PyTorch [from] tensors", rows, paper, ADVICE)
    return paper.text


def test_each_exercise_has_points_a_bar_and_a_title() -> None:
    assert (
        shown(Paper())
        == """\
PyTorch [from] tensors  17.5/50

  ex03   10/10  ██████████  Tensor operations
  ex10  7.5/10  ███████░░░  The Network's forward pass (edited since)
  ex12    -/10  ░░░░░░░░░░  Datasets and loaders
  ex13    0/20  ░░░░░░░░░░  The training loop

Next: ex10 The Network's forward pass. Work on exercises/ex10_network.py, then
run
  grade check ex10
"""
    )


def test_a_narrow_terminal_has_room_for_titles_and_not_for_bars() -> None:
    assert (
        shown(Paper(40))
        == """\
PyTorch [from] tensors  17.5/50

  ex03   10/10  Tensor operations
  ex10  7.5/10  The Network's forward
                pass (edited since)
  ex12    -/10  Datasets and loaders
  ex13    0/20  The training loop

Next: ex10 The Network's forward pass.
Work on exercises/ex10_network.py, then
run
  grade check ex10
"""
    )


def test_bars_can_be_ascii() -> None:
    assert "  ex10  7.5/10  #######...  The" in shown(Paper(encoding="ascii"))


def test_only_full_marks_fill_the_bar() -> None:
    row = Row(id="ex03", title="t", score=9.9, max_score=10)
    assert "█████████░ " in shown(Paper(), [row])
