"""What the documents say exists: links lead somewhere, commands parse, named paths are there, the example verifies."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.main import get_command

from autograder.authoring.rows import Check
from autograder.authoring.stubs import build
from autograder.authoring.verify import Wanted, verify
from autograder.authoring.warm import WarmGrader
from autograder.cli.app import app
from autograder.course import load
from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TOP_FOLDERS = (
    *("autograder", "benchmarks", "docs", "examples"),
    *("exercises", "grader_tests", "solutions", "tests"),
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_INLINE = re.compile(r"`([^`\n]+)`")
_PROMPT = re.compile(r"^\$ (.*)$", re.MULTILINE)
_OPERATORS = {"&&", "||", "|", ";", ">", "2>"}
# The name of a file in bold, and below it a block with its content.
_FILE = re.compile(r"^\*\*([\w./]+)\*\*\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(document: Path) -> list[str]:
    """Return the contents of a document's code blocks."""
    return [body for _, body in _FENCE.findall(document.read_text(encoding="utf-8"))]


def prose(document: Path) -> str:
    """Return a document without its code blocks."""
    return _FENCE.sub("", document.read_text(encoding="utf-8"))


def commands(line: str) -> list[list[str]]:
    """Split a shell's line into its commands; comments go."""
    found: list[list[str]] = [[]]
    for word in shlex.split(line, comments=True):
        if word in _OPERATORS:
            found.append([])
        else:
            found[-1].append(word)
    return [words for words in found if words]


def shown() -> list[str]:
    """Return all commands of `grade` that stand behind a prompt in a code block."""
    lines = [line for document in DOCUMENTS for block in blocks(document) for line in _PROMPT.findall(block)]
    return sorted({shlex.join(words) for line in lines for words in commands(line) if words[0] == "grade"})


def mentioned() -> list[str]:
    """Return all commands of `grade` that stand between backticks in the text."""
    found = [code.replace("\\|", "|") for document in DOCUMENTS for code in _INLINE.findall(prose(document))]
    return sorted({shlex.join(commands(code)[0]) for code in found if code.split()[0] == "grade"})


def parse(line: str) -> None:
    """Parse a command line; raises what Typer raises for a command or an option that does not exist."""
    command: Any = get_command(app)
    name, *words = shlex.split(line)
    context = None
    while command is not None:
        context = command.make_context(name, words, parent=context)
        # A group that is imported late has put the real one in its place.
        command, group = None, context.command
        if rest := [*getattr(context, "_protected_args", []), *context.args]:
            name, command, words = group.resolve_command(context, rest)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    links = [link for link in _LINK.findall(prose(document)) if "://" not in link]
    for link in links:
        name, _, heading = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), link
        if heading:
            assert heading in headings(target), link


def test_every_picture_is_there_and_small() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [*re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme), *re.findall(r'(?:src|srcset)="([^"]+)"', readme)]
    assert {"check.svg", "watch.svg", "all.svg", "report-light.png"} <= {Path(one).name for one in shown}
    assert all((ROOT / one).stat().st_size < 300_000 for one in shown)


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs/pictures").glob("*.svg")), ids=lambda path: path.stem
)
def test_recordings_ask_for_nothing_and_can_be_read_aloud(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert re.search(r"(?i)<script|@import|url\(|href=|/tmp/", text) is None
    assert ElementTree.fromstring(text).attrib["aria-label"].startswith("A terminal that shows grade ")


def headings(document: Path) -> set[str]:
    """Return the names by which links address a document's headings."""
    titles = re.findall(r"^#+ (.*)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("line", shown())
def test_every_command_that_is_shown_can_be_typed(line: str) -> None:
    parse(line)


@pytest.mark.parametrize("line", mentioned())
def test_every_command_that_is_mentioned_exists(line: str) -> None:
    """`grade check` in a sentence leaves its argument out, and that is fine."""
    try:
        parse(line)
    except Exception as error:  # Typer keeps the classes of these to itself
        if type(error).__name__ not in ("MissingParameter", "NoArgsIsHelpError"):
            raise


def test_commands_are_found_at_all() -> None:
    """Without any, the two tests above would have nothing to say."""
    assert {"grade", "grade check ex03", "grade doctor", "grade author build"} <= set(shown())
    assert {"grade check", "grade all"} <= set(mentioned())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_path_that_is_named_exists(document: Path) -> None:
    """Names with a placeholder stand for many; those with a star must match something."""
    for code in _INLINE.findall(prose(document)):
        if code.partition("/")[0] not in TOP_FOLDERS or "/" not in code or re.search(r"[<>\s]", code):
            continue
        assert list(ROOT.glob(code)) if "*" in code else (ROOT / code).exists(), code


def test_the_worked_example_verifies(tmp_path: Path) -> None:
    """Whoever copies the files of docs/suites.md gets what it says that they get."""
    text = (ROOT / "docs" / "suites.md").read_text(encoding="utf-8")
    for name, content in _FILE.findall(text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    table = re.search(r"```toml\n(\[\[exercises\]\].*?)```", text, re.DOTALL)
    assert table is not None
    course_file = tmp_path / "course.toml"
    course_file.write_text(f'[course]\nid = "example"\ntitle = "Example"\n\n{table[1]}', encoding="utf-8")
    course = load(course_file, check_files=False)
    build(course)
    with WarmGrader(course, course.exercises) as grader:
        (found,) = verify(course, course.exercises, grader.grade, Wanted(mutants=True))
    assert [row.message for row in found.rows if not row.ok] == []
    # The line about the mutants is too long for one line, and says how long they took.
    said = {
        f"✓ {row.check}, {row.subject}: {row.message}" for row in found.rows if row.check is not Check.MUTANTS
    }
    assert said <= {line.strip() for line in text.splitlines()}
