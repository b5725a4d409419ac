"""Let attacks loose on a real grader, one after the other, and find out what each of them got."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from rich.console import Console

from autograder import report as reports
from autograder.course import Course, Exercise, load
from autograder.errors import GraderError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import ALL_LAYERS, Grader
from autograder.render.terminal import About, show_report
from autograder.report import Report
from tests.attacks import classroom, ground, machine
from tests.attacks.attack import Attack
from tests.attacks.ground import Ground

REPOSITORY = Path(__file__).resolve().parents[2]
SUCCESS = "ESCAPED: "  # how an attack says that it got somewhere, at the start of a line of output
SETTLE_SECONDS = 5.0  # for what was killed to be gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one attack; `gains` is empty if it was stopped."""

    reports: tuple[Report, ...]
    gains: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class Arena:
    """A course with secrets around it, and a grader that stays open for one attack after another."""

    ground: Ground
    layers: tuple[str, ...]
    sandbox: str
    isolate: bool = True  # each test has a process of its own
    _graders: dict[bool, Grader] = field(default_factory=dict)  # by whether they are for the real course
    _idle: dict[int, int] = field(default_factory=dict)  # processes, by the number of open graders
    _honest: dict[str, bytes] = field(default_factory=dict)

    def attempt(self, attack: Attack) -> Outcome:
        """Grade an attack, then an honest submission, and look around."""
        self.unchanged("tiny")  # before, so that it can be compared
        self.grader(attack.exercise)  # opened by now, so that its processes are none of the attack's
        before, start = self.machine(), time.monotonic()
        gains: list[str] = []
        submitted: tuple[Report, ...] = ()
        try:
            submitted = self._submit(attack)
        except GraderError as error:
            gains.append(f"the grader failed: {error}")
        seconds = time.monotonic() - start
        for report in submitted:
            gains += _points(report, attack)
            gains += _words(report, attack, self.ground.secrets)
        gains += self._aftermath(before)
        return Outcome(reports=submitted, gains=tuple(gains), seconds=seconds)

    def honest(self, exercise: str) -> Report:
        """Grade the honest submission of "tiny" or "rich"."""
        return self._grade(exercise, ground.HONEST[exercise])

    def machine(self) -> machine.Machine:
        """Take stock of the machine while the graders have nothing to do."""
        open_graders = len(self._graders)
        if open_graders not in self._idle:
            self._idle[open_graders] = machine.idle_processes(self.ground.root)
        return replace(machine.look(self.ground.root), processes=self._idle[open_graders])

    def traces(self, before: machine.Machine) -> list[str]:
        """Return what is different on the machine, once what was killed has had time to go."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            traces = machine.differences(before, machine.look(self.ground.root))
            if not traces or time.monotonic() > deadline:
                return traces
            time.sleep(0.05)

    def close(self) -> None:
        """End the graders."""
        for grader in self._graders.values():
            grader.close()

    def exercise(self, name: str) -> Exercise:
        """Return "tiny", "rich" or an exercise of the real course."""
        known = ground.EXERCISES.get(name)
        course = self.ground.course if known else self._real_course()
        return msgspec.structs.replace(course.exercise(known or name), isolate=self.isolate)

    def grader(self, name: str) -> Grader:
        """Return the open grader for an exercise."""
        real = name not in ground.EXERCISES
        if real not in self._graders:
            course = self._real_course() if real else self.ground.course
            preload = self.exercise(name).preload if real else ()
            self._graders[real] = Grader(course, layers=self.layers, sandbox=self.sandbox, preload=preload)
            self._grade(name, "")  # from now on it keeps a worker ready
        return self._graders[real]

    def _submit(self, attack: Attack) -> tuple[Report, ...]:
        if attack.kind == "class":
            return classroom.grade(attack, self.ground, self.sandbox)
        return (self._grade(attack.exercise, attack.source),)

    def _grade(self, exercise: str, source: str | bytes) -> Report:
        one = self.exercise(exercise)
        files = SubmissionFiles.of_source(f"{one.module}.py", source)
        return self.grader(exercise).grade(one, files, learner="attacker")

    def unchanged(self, exercise: str) -> bool:
        """Whether the honest submission of "tiny" or "rich" has the report that it had the first time."""
        report = reports.encode(_without_durations(self.honest(exercise)))
        return self._honest.setdefault(exercise, report) == report

    def _aftermath(self, before: machine.Machine) -> Iterator[str]:
        try:
            if not self.unchanged("tiny"):
                yield "an honest submission fares differently afterwards"
        except GraderError as error:
            yield f"the grader is of no use afterwards: {error}"
            self._graders.pop(False).close()
        yield from self.traces(before)

    def _real_course(self) -> Course:
        course = load(REPOSITORY / "course.toml")
        return msgspec.structs.replace(course, secret_file=self.ground.course.secret_file)


@contextlib.contextmanager
def open_arena(
    layers: Iterable[str] = ALL_LAYERS, sandbox: str = "auto", *, isolate: bool = True
) -> Iterator[Arena]:
    """Prepare the ground and open a grader on it; everything is gone afterwards."""
    kept = {name: os.environ.get(name) for name in ("TMPDIR", ground.VARIABLE)}
    with tempfile.TemporaryDirectory(prefix=ground.PREFIX, dir="/tmp", ignore_cleanup_errors=True) as folder:
        prepared = ground.prepare(Path(folder))
        os.environ["TMPDIR"] = tempfile.tempdir = str(prepared.temporary)
        arena = Arena(prepared, tuple(layers), sandbox, isolate)
        try:
            yield arena
        finally:
            arena.close()
            tempfile.tempdir = None  # to be found out anew
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _without_durations(report: Report) -> Report:
    tests = tuple(msgspec.structs.replace(test, seconds=0.0) for test in report.tests)
    return msgspec.structs.replace(report, tests=tests, seconds=0.0)


def _points(report: Report, attack: Attack) -> Iterator[str]:
    if report.score > attack.earns:
        passed = [test.id for test in report.tests if test.score]
        yield f"{report.score:g} points, where its code earns {attack.earns:g} ({', '.join(passed)})"
    elif attack.exactly and report.score != attack.earns:
        yield f"{report.score:g} points, where its code earns exactly {attack.earns:g}"


def _words(report: Report, attack: Attack, secrets: dict[str, str]) -> Iterator[str]:
    """Look through everything that anybody reads about a submission."""
    texts = [text for test in report.tests for text in (test.message, test.details, test.output)]
    everything = "\n".join([*texts, *report.notes, reports.encode(report).decode()])
    for place, secret in secrets.items():
        if secret in everything:
            yield f"the secret of the {place} is out"
    said = {line for text in texts for line in text.splitlines() if SUCCESS in line}
    yield from sorted(line for line in said if line.strip() not in attack.lines)
    yield from _unruly(report)


def _unruly(report: Report) -> Iterator[str]:
    console = Console(width=100, force_terminal=False, no_color=True)
    with console.capture() as capture:
        show_report(report, console, About(title="Attacked", file="attack.py", command="grade"))
    messages = "".join(test.message + test.details for test in report.tests)
    for name, text in {"the terminal": capture.get(), "a message": messages}.items():
        if odd := classroom.unruly(text):
            yield f"{name} was given {odd}"


def without(layer: str) -> tuple[str, ...]:
    """Return all layers but one."""
    return tuple(name for name in ALL_LAYERS if name != layer)
