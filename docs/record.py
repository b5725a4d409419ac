"""Record `grade check`, `grade watch` and `grade all` as SVG, for the README: python docs/record.py check

`report` takes pictures of `grade report` in place of a recording; that needs Chromium and playwright.

What is recorded are real runs, on a pseudo-terminal, in a copy of the course. A recording of several screens
plays as an animation; for readers who want less motion it stands still at the last one.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.style import Style
from rich.text import Text

from autograder.authoring import variants
from autograder.authoring.regions import without_marks
from autograder.course import Course, Exercise, load

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
GRADE = str(Path(sys.executable).with_name("grade"))
COLUMNS, ROWS = 88, 60
CELL, LINE, MARGIN, SIZE = 8.4, 19, 18, 14  # pixels
BACKGROUND, FOREGROUND = "#14171a", "#e3e6ea"
COLOURS = {
    1: "#f0857b",
    2: "#5cc08c",
    3: "#dcae52",
    4: "#86aef2",
    5: "#c79bea",
    6: "#7cc7d4",
}  # by ANSI's number
SECONDS = 3.2  # that each screen stays
_CLEAR = "\x1b[2J"
_CONSOLE = Console(width=COLUMNS, color_system="standard", force_terminal=True)


class Recorder:
    """A program on a pseudo-terminal, and the screens that it has shown."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._text, self._folder = "", str(folder)
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "LC_ALL": "C.UTF-8",
                "COLUMNS": str(COLUMNS),
            }
            os.execve(command[0], command, {**environment, "LINES": str(ROWS)})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def read(self, seconds: float) -> bool:
        """Read for so long at most; False at the end."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        self._text += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, pattern: str, seconds: float = 300.0) -> list[Text]:
        """Wait until the screen shows a pattern; return the screen. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not re.search(pattern, "\n".join(line.plain for line in self.screen())):
            if time.monotonic() > end or not self.read(0.2):
                raise TimeoutError(f"{pattern!r} does not come: {self._text[-2000:]!r}")
        return self.screen()

    def to_the_end(self) -> list[Text]:
        """Wait for the program's end; return the screen."""
        while self.read(1.0):
            pass
        os.waitpid(self._pid, 0)
        return self.screen()

    def press(self, keys: str) -> None:
        """Type, and take what was on the screen as gone."""
        self._text = ""
        os.write(self._terminal, keys.encode())

    def screen(self) -> list[Text]:
        """Return what is on the screen now, without empty lines at its ends."""
        decoder = AnsiDecoder()
        texts = [decoder.decode_line(line) for line in _rows(self._page())]
        shown = [number for number, text in enumerate(texts) if text.plain.strip()]
        return texts[shown[0] : shown[-1] + 1] if shown else []

    def _page(self) -> str:
        return self._text.rpartition(_CLEAR)[2].replace(self._folder, "~/course")


def _rows(output: str) -> list[str]:
    """Return the lines of a screen, with their colours, as far as `grade` moves the cursor.

    It goes up lines and erases them, and begins a line anew; nothing is written into the middle of a line.
    """
    rows, at, anew = [""], 0, False
    for token in re.split(r"(\x1b\[[0-9;?]*[A-Za-z]|\r|\n)", output):
        if token == "\n":
            at, anew = at + 1, False
            rows += [""] * (at + 1 - len(rows))
        elif token == "\r":
            anew = True
        elif token.startswith("\x1b") and token.endswith("A"):
            at = max(at - int(token[2:-1] or 1), 0)
        elif token.startswith("\x1b") and token.endswith("K"):
            rows[at] = ""
        elif token and (not token.startswith("\x1b") or token.endswith("m")):
            rows[at], anew = token if anew else rows[at] + token, False
    return rows


def check(course: Course) -> list[list[Text]]:
    """One mistake that is recognized."""
    exercise = course.exercise("ex03")
    write(exercise, misconception(course, exercise, "sample_deviation"))
    for _ in range(5):  # a busy machine may need several: what suspects do is remembered
        screen = Recorder([GRADE, "check", "ex03"], course.root).to_the_end()
        if any("Recognized" in line.plain for line in screen):
            return [[prompt("grade check ex03"), Text(), *screen]]
    sys.exit("The mistake was not recognized: is this machine busy with other things? Try again.")


def watch(course: Course) -> list[list[Text]]:
    """A mistake, the mended file, and a training with its curve."""
    first = course.exercise("ex02")
    write(first, misconception(course, first, "channels_by_one_transpose"))
    running = Recorder([GRADE, "watch", "ex02"], course.root)
    screens = [running.until(r"Recognized[\s\S]*q quit")]
    running.press("h")
    screens.append(running.until(r"hint 1[\s\S]*q quit"))
    running.press("")
    write(first, without_marks(first.solution.read_text(encoding="utf-8")))
    screens.append(running.until(r"10/10[\s\S]*q quit"))
    running.press("q")
    running.to_the_end()
    return [[prompt("grade watch ex02"), Text(), *screen] for screen in screens]


def grade_all(course: Course) -> list[list[Text]]:
    """The sample class."""
    shutil.copytree(HERE.parent / "examples" / "class", course.root / "class")
    screen = Recorder([GRADE, "all", "class"], course.root).to_the_end()
    return [[prompt("grade all class"), Text(), *screen]]


SCENES: Mapping[str, Callable[[Course], list[list[Text]]]] = {
    "check": check,
    "watch": watch,
    "all": grade_all,
}


def photograph(course: Course) -> None:
    """Save what `grade report` shows of a training, light and dark."""
    from playwright.sync_api import sync_playwright

    training = course.exercise("ex13")
    write(training, without_marks(training.solution.read_text(encoding="utf-8")))
    for command in (["check", training.id], ["report", training.id, "--out", "page.html"]):
        Recorder([GRADE, *command], course.root).to_the_end()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 860, "height": 900}, color_scheme=scheme)
            page.goto((course.root / "page.html").as_uri())
            page.screenshot(path=PICTURES / f"report-{scheme}.png", full_page=True)
        browser.close()


def misconception(course: Course, exercise: Exercise, name: str) -> str:
    """Return one of an exercise's misconceptions as a learner would hand it in."""
    return next(without_marks(one.source) for one in variants.read(course, exercise) if one.name == name)


def write(exercise: Exercise, source: str) -> None:
    """Save a learner's file."""
    exercise.stub.write_text(source, encoding="utf-8")


def prompt(command: str) -> Text:
    """Return the line in which a command was typed."""
    return Text.assemble(("$ ", "dim"), command)


def svg(screens: list[list[Text]], title: str) -> str:
    """Return screens as an SVG; several of them follow one another for ever."""
    width = round(COLUMNS * CELL + 2 * MARGIN)
    height = max(len(lines) for lines in screens) * LINE + 2 * MARGIN
    frames = "\n".join(f'<g class="frame" fill="{FOREGROUND}">{_lines(lines)}</g>' for lines in screens)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(title)}">\n'
        f"<style>\n{_style(len(screens))}</style>\n"
        f'<rect width="100%" height="100%" rx="10" fill="{BACKGROUND}"/>\n{frames}\n</svg>\n'
    )


def _style(count: int) -> str:
    fonts = 'ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace'
    rules = [f"svg {{ font: {SIZE}px {fonts} }} text {{ white-space: pre }}"]
    if count > 1:
        whole, share = count * SECONDS, 100 / count
        rules.append(f".frame {{ opacity: 0; animation: turn {whole:g}s step-end infinite }}")
        rules += [
            f".frame:nth-of-type({number + 1}) {{ animation-delay: {number * SECONDS - whole:g}s }}"
            for number in range(count)
        ]
        rules.append(f"@keyframes turn {{ 0% {{ opacity: 1 }} {share:.3f}% {{ opacity: 0 }} }}")
        still = ".frame { animation: none } .frame:last-of-type { opacity: 1 }"
        rules.append(f"@media (prefers-reduced-motion: reduce) {{ {still} }}")
    return "\n".join(rules) + "\n"


def _lines(lines: list[Text]) -> str:
    return "".join(_line(text, MARGIN + number * LINE + SIZE) for number, text in enumerate(lines))


def _line(text: Text, y: float) -> str:
    """Draw a line; each piece of one style says where it begins and how wide it is, whatever the font."""
    drawn, column = [], 0
    for segment in text.render(_CONSOLE, end=""):
        if segment.text.strip():
            x, width = MARGIN + column * CELL, segment.cell_length * CELL
            drawn.append(
                f'<text x="{x:.1f}" y="{y:g}" textLength="{width:.1f}"{_attributes(segment.style)}>'
                f"{escape(segment.text)}</text>"
            )
        column += segment.cell_length
    return "".join(drawn)


def _attributes(style: Style | None) -> str:
    if style is None:
        return ""
    colour = COLOURS.get(style.color.number or 0) if style.color else None
    found = {
        "fill": colour,
        "font-weight": "700" if style.bold else None,
        "opacity": "0.62" if style.dim else None,
    }
    return "".join(f' {name}="{value}"' for name, value in found.items() if value)


def copy_of_the_course(folder: Path) -> Course:
    """Copy what git knows, so that nobody's work is touched."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HERE.parent, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if name.partition("/")[0] in ("course.toml", "exercises", "solutions", "grader_tests"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE.parent / name, folder / name)
    return load(folder / "course.toml")


def main() -> None:
    """Record, and write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    names = [*SCENES, "report"]
    parser.add_argument("names", nargs="*", choices=[[], *names], metavar="NAME", help=", ".join(names))
    for name in parser.parse_args().names or names:
        with tempfile.TemporaryDirectory() as folder:
            course = copy_of_the_course(Path(folder))
            if name == "report":
                photograph(course)
            else:
                picture = svg(SCENES[name](course), f"A terminal that shows grade {name}")
                (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")
        print(f"{name}: see {PICTURES.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
