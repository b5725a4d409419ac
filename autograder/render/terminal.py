"""One report on a terminal: what each test found, and what to do next."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from autograder.exhibits import Curves
from autograder.render import sparklines
from autograder.render.consoles import Advice, Symbols, hanging, paragraph, show_advice, symbols
from autograder.render.unwritten import what_is_missing
from autograder.report import Diagnosis, Report, Status, TestResult, plain_number
from autograder.text import plain

MESSAGE_LIMIT = 4_000  # characters of one message


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the report does not say of the exercise, in the words of whoever asked for it."""

    title: str
    file: str  # what was graded, as a path to open
    command: str  # what grades it again; "" where saving does
    begin: str = ""  # the first function that is not written yet, or ""
    line: int = 0  # where it is
    functions: frozenset[str] = frozenset()  # that the file defines at its top level
    following: Advice | None = None  # what to do when this exercise has full marks
    compare: str = ""  # what shows the authors' code then, or ""
    begin_anew: str = ""  # what brings back the file as it was at first, if nothing in it can be saved
    is_empty: bool = False  # there is nothing in the file


def show_report(report: Report, console: Console, about: About) -> None:
    """Print a report."""
    _show_header(report, console, about)
    if _is_untouched(report):
        show_advice(console, _then_again(f"Not started. {_where_to_begin(about)}", about))
    elif about.is_empty and not report.score:
        show_advice(console, _begin_anew(about))
    elif report.ran_nothing:
        _show_obstacle(report, console)
        show_advice(console, _then_again("Next: mend that", about))
        if about.begin_anew and about.command:
            show_advice(console, Advice("or begin anew; a copy of the file is kept:", about.begin_anew))
    else:
        _show_tests(report.tests, console, about.functions)
        _show_next_step(report, console, about)
    if not report.sandbox:
        paragraph(
            console, "No sandbox was in force: the code ran as an ordinary process of yours.", style="dim"
        )


def result_text(test: TestResult) -> str:
    """Return what `show_report` prints of one test."""
    console = Console(
        file=io.StringIO(),
        width=100,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None,
        force_jupyter=False,
    )
    with console.capture() as capture:
        _show_tests([test], console)
    return capture.get().rstrip()


def _show_header(report: Report, console: Console, about: About) -> None:
    colour = "green" if report.full_marks else "yellow" if report.score else ""
    header = Text(f"{report.exercise} {plain(about.title, 120)}", "bold")
    header.append(f"  {_points(report.score)}/{_points(report.max_score)}", f"bold {colour}".strip())
    paragraph(console, header)
    console.print()


def _where_to_begin(about: About) -> str:
    return (
        f"Begin with {about.begin} in {about.file}, line {about.line}"
        if about.begin
        else f"Begin in {about.file}"
    )


def _is_untouched(report: Report) -> bool:
    return bool(report.tests) and report.status is Status.NOT_STARTED


def _show_obstacle(report: Report, console: Console) -> None:
    mark = Text(f"  {symbols(console).failed}  ", "red")
    hanging(console, mark, _message(report.tests[0].message))
    console.print()
    paragraph(console, f"None of the {len(report.tests)} tests could run.")


def _show_tests(tests: Sequence[TestResult], console: Console, functions: Collection[str] = ()) -> None:
    """List the tests in the order of the suite; those that wait for unwritten code come last, together."""
    waiting = [test for test in tests if test.status is Status.NOT_STARTED]
    started = [test for test in tests if test.status is not Status.NOT_STARTED]
    width = max(
        (len(_count(group)) for group in [*([test] for test in started), waiting] if group), default=0
    )
    said: dict[str, str] = {}
    explained: set[str] = set()
    for test in started:
        prefix = _prefix(test.status, _count([test]).rjust(width), symbols(console))
        hanging(console, prefix, _title(test))
        for shown in test.exhibits:
            if isinstance(shown, Curves):
                room = console.width - prefix.cell_len
                hanging(console, Text(" " * prefix.cell_len), sparklines.curves(shown, console, room=room))
        if test.message and test.status is not Status.PASSED:
            hanging(console, Text(" " * prefix.cell_len), _message_once(test, said))
        if test.diagnosis and explained.isdisjoint({test.diagnosis.misconception}):
            explained.add(test.diagnosis.misconception)
            hanging(console, Text(" " * prefix.cell_len), _diagnosis(test.diagnosis))
    if waiting:
        prefix = _prefix(Status.NOT_STARTED, _count(waiting).rjust(width), symbols(console))
        missing = what_is_missing(waiting, functions)
        hanging(console, prefix, Text(f"not written yet: {', '.join(missing)}", "dim"))
    console.print()


def _prefix(status: Status, count: str, marks: Symbols) -> Text:
    match status:
        case Status.PASSED:
            mark, colour = marks.passed, "green"
        case Status.NOT_STARTED:
            mark, colour = marks.waiting, ""
        case _:
            mark, colour = marks.failed, "red"
    width = max(len(marks.passed), len(marks.failed), len(marks.waiting))
    return Text.assemble("  ", (mark.ljust(width), colour), f" {count}  ")


def _count(tests: Sequence[TestResult]) -> str:
    return f"{_points(sum(test.score for test in tests))}/{_points(sum(test.points for test in tests))}"


def _title(test: TestResult) -> Text:
    # Bold sets it apart from the message below it.
    title = Text(plain(test.title, 200), "" if test.status is Status.PASSED else "bold")
    return title if test.public else title.append(" (hidden)", "dim")


def _message_once(test: TestResult, said: dict[str, str]) -> Text:
    """One mistake often fails several tests: what was said for one is not said again."""
    if test.message in said:
        return Text(f"the same as for: {said[test.message]}", "dim")
    said[test.message] = plain(test.title, 200)
    return _message(test.message)


def _diagnosis(diagnosis: Diagnosis) -> Text:
    """What a known mistake does is a fact; that it was made is not, so this does not say so."""
    words = plain(diagnosis.explanation, MESSAGE_LIMIT)
    return Text.assemble(("Recognized: ", "bold"), words)


def _message(text: str) -> Text:
    # What the code printed stands at the end, and mostly ends a line.
    return Text(plain(text.rstrip("\n"), MESSAGE_LIMIT, lines=True))


def _show_next_step(report: Report, console: Console, about: About) -> None:
    unfinished = {test.status for test in report.tests} - {Status.PASSED}
    if not unfinished:
        paragraph(console, "Full marks.", style="green")
        if about.compare:
            show_advice(console, Advice("To see the authors' code beside yours:", about.compare))
        if about.following:
            show_advice(console, about.following)
    elif unfinished == {Status.NOT_STARTED}:
        where = _where_to_begin(about).replace("Begin", "go on", 1)
        show_advice(console, _then_again(f"All that is written works. Next: {where}", about))
    else:
        failed = symbols(console).failed
        show_advice(console, _then_again(f"Next: mend the first {failed} above", about))


def _then_again(text: str, about: About) -> Advice:
    return Advice(f"{text}, then run", about.command) if about.command else Advice(f"{text}, then save it.")


def _begin_anew(about: About) -> Advice:
    if not about.command:  # on a page that has a key for it
        return Advice(f"{about.file} is empty. Press x to get back what it was.")
    return Advice(f"{about.file} is empty. This brings back what it was:", about.begin_anew)


def _points(value: float) -> str:
    return str(plain_number(value))
