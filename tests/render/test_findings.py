"""What the doctor found, on a terminal."""

from __future__ import annotations

from autograder.doctor.finding import Finding, broken, limited, ok
from autograder.render.findings import show_findings
from tests.render.samples import Paper

GOOD = ok("Python", "3.11.7, /usr/bin/python3")
FAIR = limited("full data", "not on this machine; only --full needs it", "For --full: set `full` in [data].")
BAD = broken("PyTorch", "it cannot be imported: libcudart.so.13 [red]is missing[/]", "Install it again.")


def shown(*findings: Finding, width: int = 80, encoding: str = "utf-8") -> str:
    paper = Paper(width, encoding=encoding)
    show_findings(findings, paper)
    return paper.text


def test_what_works_what_does_not_and_how_to_mend_it() -> None:
    assert (
        shown(GOOD, FAIR, BAD, width=50)
        == """\
✓ Python: 3.11.7, /usr/bin/python3
! full data: not on this machine; only --full
  needs it
  For --full: set `full` in [data].
✗ PyTorch: it cannot be imported: libcudart.so.13
  [red]is missing[/]
  Install it again.

Grading needs what has ✗ in front: mend that
first.
"""
    )


def test_the_sum_depends_on_the_worst() -> None:
    assert shown(GOOD).endswith("\n\nEverything works.\n")
    assert shown(GOOD, FAIR).endswith(
        "\n\nGrading works here. What has ! in front is missing, and not needed by everybody.\n"
    )


def test_findings_can_be_ascii() -> None:
    assert shown(GOOD, BAD, encoding="ascii").startswith("ok Python: 3.11.7, /usr/bin/python3\nx  PyTorch: ")
