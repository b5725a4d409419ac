"""One report on a terminal: what each test found, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from autograder.render.consoles import Symbols, hanging, paragraph, symbols
from autograder.report import Report, Status, TestResult, plain_number
from autograder.text import plain

MESSAGE_LIMIT = 4_000  # characters of one message
_CANNOT_RUN = (Status.ERROR, Status.TIMEOUT, Status.CRASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the report does not say of the exercise, in the words of whoever asked for it."""

    title: str
    file: str  # what was graded, as a path to open
    command: str  # what grades it again
    begin: str = ""  # the first function that is not written yet, or ""
    line: int = 0  # where it is
    following: str = ""  # what to do when this exercise has full marks


def show_report(report: Report, console: Console, about: About) -> None:
    """Print a report."""
    _show_header(report, console, about)
    unfinished = [test for test in report.tests if test.status is not Status.PASSED]
    if report.status is Status.NOT_STARTED and report.tests:
        paragraph(console, f"Not started. {_where_to_begin(about)}, then run: {about.command}")
    elif _stopped_by_one_thing(report):
        _show_obstacle(report, console)
        paragraph(console, f"Next: mend that, then run: {about.command}")
    else:
        _show_tests(report.tests, console)
        paragraph(console, _next_step(unfinished, symbols(console), about))
    if not report.sandbox:
        paragraph(
            console, "No sandbox was in force: the code ran as an ordinary process of yours.", style="dim"
        )


def _show_header(report: Report, console: Console, about: About) -> None:
    colour = "green" if report.full_marks else "yellow" if report.score else ""
    header = Text(f"{report.exercise} {plain(about.title, 120)}", "bold")
    header.append(f"  {_points(report.score)}/{_points(report.max_score)}", f"bold {colour}".strip())
    paragraph(console, header)
    console.print()


def _where_to_begin(about: About) -> str:
    file = plain(about.file, 200)
    return f"Begin with {plain(about.begin, 80)} in {file}, line {about.line}" if about.begin else f"Begin in {file}"


def _stopped_by_one_thing(report: Report) -> bool:
    """Whether the same thing keeps every test from running, such as a module that cannot be imported."""
    messages = {test.message for test in report.tests}
    return (
        len(report.tests) > 1 and len(messages) == 1 and all(test.status in _CANNOT_RUN for test in report.tests)
    )


def _show_obstacle(report: Report, console: Console) -> None:
    mark = Text(f"  {symbols(console).failed}  ", "red")
    hanging(console, mark, _message(report.tests[0].message))
    console.print()
    paragraph(console, f"None of the {len(report.tests)} tests could run.")


def _show_tests(tests: Sequence[TestResult], console: Console) -> None:
    """List the tests in the order of the suite; those that wait for unwritten code come last, in one line."""
    marks = symbols(console)
    waiting = [test for test in tests if test.status is Status.NOT_STARTED]
    started = [test for test in tests if test.status is not Status.NOT_STARTED]
    counts = [f"{_points(test.score)}/{_points(test.points)}" for test in started]
    waiting_count = f"0/{_points(sum(test.points for test in waiting))}"
    width = max(len(count) for count in [*counts, *([waiting_count] if waiting else [])])
    said: set[str] = set()
    for test, count in zip(started, counts, strict=True):
        _show_test(test, count.rjust(width), console, said)
    if waiting:
        prefix = _prefix(marks.waiting, "", waiting_count.rjust(width), marks)
        titles = "; ".join(plain(test.title, 120) for test in waiting)
        hanging(console, prefix, Text(f"not written yet: {titles}", "dim"))
    console.print()


def _show_test(test: TestResult, count: str, console: Console, said: set[str]) -> None:
    marks = symbols(console)
    passed = test.status is Status.PASSED
    mark, colour = (marks.passed, "green") if passed else (marks.failed, "red")
    prefix = _prefix(mark, colour, count, marks)
    title = Text(plain(test.title, 200))
    if not test.public:
        title.append(" (hidden)", "dim")
    hanging(console, prefix, title)
    if passed or not test.message:
        return
    indent = Text(" " * prefix.cell_len)
    if test.message in said:
        hanging(console, indent, Text("the same as above", "dim"))
    else:
        hanging(console, indent, _message(test.message))
    said.add(test.message)


def _prefix(mark: str, colour: str, count: str, marks: Symbols) -> Text:
    width = max(len(marks.passed), len(marks.failed), len(marks.waiting))
    return Text.assemble("  ", (mark.ljust(width), colour), f" {count}  ")


def _message(text: str) -> Text:
    return Text(plain(text, MESSAGE_LIMIT, lines=True))


def _next_step(unfinished: Sequence[TestResult], marks: Symbols, about: About) -> Text:
    if not unfinished:
        return Text(f"Full marks. {about.following}".strip(), "green")
    if all(test.status is Status.NOT_STARTED for test in unfinished):
        where = _where_to_begin(about).replace("Begin", "go on", 1)
        return Text(f"All that is written works. Next: {where}, then run: {about.command}")
    return Text(f"Next: mend the first {marks.failed} above, then run: {about.command}")


def _points(value: float) -> str:
    return str(plain_number(value))
