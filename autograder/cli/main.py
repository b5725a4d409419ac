"""The entry point of `grade`: one place where exceptions become a line of text and an exit code.

0    full marks, or done
1    not full marks
2    wrong usage, or a broken course.toml
3    the grader itself failed
130  stopped by Ctrl-C
141  the reader of the output has gone (`grade | head`)
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence

from autograder.errors import GraderError, HostError
from autograder.text import plain

DEBUG = "TORCHGRADE_DEBUG"  # environment: set to 1 to see tracebacks
BUG, STOPPED, READER_GONE = 3, 130, 141
_LIMIT = 2_000  # characters of a message
_EXERCISE = re.compile(r"(ex)?[0-9]{1,2}|([\w./-]*/)?ex[0-9]{2}_\w+(\.py)?")  # what somebody means by one


def main() -> None:
    """Run the command line, and end the process."""
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # a full disk or a reader that went: already told
            stream.flush()
    os._exit(code)  # taking torch down in good order takes half a second that nobody gets anything for


def run(arguments: Sequence[str]) -> int:
    """Run one command, and return its exit code."""
    _escape_what_cannot_be_encoded()
    try:
        code = _perform(arguments)
        sys.stdout.flush()  # a reader that has gone, or a full disk, shows here at the latest
    except BrokenPipeError:
        return READER_GONE
    except KeyboardInterrupt:
        return _failed("stopped", STOPPED)
    except GraderError as error:
        return _failed(plain(str(error), _LIMIT, lines=True), error.exit_code)
    except Exception as error:
        return _unexpected(error)
    return code


def _perform(arguments: Sequence[str]) -> int:
    # Not before now: it takes a tenth of a second, in which Ctrl-C must not show a traceback.
    import typer
    from typer.main import get_command

    from autograder.cli.app import app

    command = get_command(app)
    try:
        # What Typer's own entry point does besides this is to decide on exit codes, and not as we do.
        with command.make_context("grade", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:
        if isinstance(
            ended.__context__, BrokenPipeError
        ):  # Rich ends the process so, while it prints a help page
            raise BrokenPipeError from None
        raise
    except Exception as error:
        # Wrong usage; Typer gives the base class of these exceptions no name that it keeps.
        if not isinstance(error, GraderError) and hasattr(error, "show") and hasattr(error, "format_message"):
            error.show()
            _show_example(error, arguments)
            return 2
        raise
    return 0


def _unexpected(error: Exception) -> int:
    if os.environ.get(DEBUG, "") not in ("", "0"):
        import traceback

        traceback.print_exception(error)
    shown = plain(f"{type(error).__name__}: {error}", 300)
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] != "autograder":
        return _failed(
            f"{shown}. A package is missing or broken; `grade doctor` looks which.", HostError.exit_code
        )
    if isinstance(error, OSError) and error.strerror:
        where = f"{plain(str(error.filename), 200)}: " if error.filename else ""
        return _failed(f"the system refused: {where}{error.strerror}.", HostError.exit_code)
    return _failed(f"this is a bug in torchgrade: {shown} ({DEBUG}=1 shows where)", BUG)


def _show_example(error: Exception, arguments: Sequence[str]) -> None:
    """Print how the command is used rightly, as its help does; of `grade ex03` it is clear what was meant."""
    context = getattr(error, "ctx", None)
    example = getattr(getattr(context, "command", None), "epilog", None)
    if getattr(context, "parent", None) is None and any(map(_EXERCISE.fullmatch, arguments[:1])):
        example = f"To grade an exercise: grade check {arguments[0]}"
    if example:
        print(example, file=sys.stderr)


def _failed(text: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print(_fitted(f"grade: {text}"), file=sys.stderr, flush=True)
    return code


def _fitted(text: str) -> str:
    """Break lines between words on a terminal; whatever else reads them gets them whole."""
    if not sys.stderr.isatty():
        return text
    width = max(shutil.get_terminal_size().columns, 20)
    lines = (
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join(lines)


def _escape_what_cannot_be_encoded() -> None:
    """A terminal that knows no é shows \\xe9, and grading goes on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
