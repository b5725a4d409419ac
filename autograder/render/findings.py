"""What `grade doctor` found, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from autograder.doctor.finding import Finding, State
from autograder.doctor.security import Verdict
from autograder.render.consoles import Symbols, hanging, paragraph, symbols
from autograder.text import plain

LIMIT = 500  # characters of what was found


def show_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print what works, what does not, how to mend it, and the sum of it."""
    marks = symbols(console)
    for finding in findings:
        mark, colour = _mark(finding.state, marks)
        prefix = Text.assemble((mark.ljust(len(marks.passed)), colour), " ")
        body = Text.assemble((plain(finding.name, 60), "bold"), f": {plain(finding.found, LIMIT)}")
        hanging(console, prefix, body)
        if finding.mend:
            hanging(console, Text(" " * prefix.cell_len), Text(plain(finding.mend, LIMIT)))
    console.print()
    paragraph(console, *_summary(findings, marks))


def show_verdicts(verdicts: Sequence[Verdict], console: Console) -> None:
    """Print what each layer of the sandbox stopped, what it did not, and the sum of it."""
    marks = symbols(console)
    for verdict in verdicts:
        mark, colour = _mark(State.OK if verdict.held else State.BROKEN, marks)
        prefix = Text.assemble((mark.ljust(len(marks.passed)), colour), " ")
        body = Text.assemble((plain(verdict.layer, 60), "bold"), f": {_stopped(verdict)}")
        hanging(console, prefix, body)
    console.print()
    if all(verdict.held for verdict in verdicts):
        paragraph(console, "Every layer held.", style="green")
    else:
        paragraph(
            console, f"What has {marks.failed} in front did not hold: see docs/security.md.", style="red"
        )


def _stopped(verdict: Verdict) -> str:
    if verdict.missing:
        return f"missing: {plain(verdict.missing, LIMIT)}"
    count = len(verdict.attempts)
    through = [one for one in verdict.attempts if not one.held]
    said = "; ".join(f"{one.name.replace('_', ' ')} ({plain(one.got, 100)})" for one in through)
    if through:
        return f"{len(through)} of {count} attempts were not stopped: {said}"
    names = ", ".join(one.name.replace("_", " ") for one in verdict.attempts)
    return f"stopped {count} attempts: {names}"


def _mark(state: State, marks: Symbols) -> tuple[str, str]:
    match state:
        case State.OK:
            return marks.passed, "green"
        case State.LIMITED:
            return "!", "yellow"
        case State.BROKEN:
            return marks.failed, "red"


def _summary(findings: Sequence[Finding], marks: Symbols) -> tuple[str, str]:
    states = {finding.state for finding in findings}
    if State.BROKEN in states:
        return f"Grading needs what has {marks.failed} in front: mend that first.", "red"
    if State.LIMITED in states:
        return "Grading works here. What has ! in front is missing, and not needed by everybody.", ""
    return "Everything works.", "green"
