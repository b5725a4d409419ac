"""The course: what course.toml says, as typed objects with the paths of every file that it implies."""

from __future__ import annotations

import difflib
import os
import re
from datetime import datetime
from pathlib import Path, PureWindowsPath

import msgspec

from autograder import course_checks, course_file
from autograder.course_file import Late, Limits, Mistake, quoted
from autograder.errors import CourseError, UsageError

__all__ = ["Course", "Exercise", "Late", "Limits", "find_course", "load"]

FILE_NAME = "course.toml"
VARIABLE = "TORCHGRADE_COURSE"  # environment: the course to use outside its own folder


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise: a stub that learners fill, a solution, and the suite that grades it."""

    root: Path  # the course's folder
    id: str
    title: str
    module: str
    points: float
    preload: tuple[str, ...] = ()  # modules that the zygote imports before it forks
    isolate: bool = True  # each test has a process of its own
    due: datetime | None = None  # always with a time zone
    limits: Limits = Limits()  # the course's, with the exercise's own on top
    tolerates: dict[str, str] = {}  # generic wrong module -> why it may score

    @property
    def stub(self) -> Path:
        """What learners edit."""
        return self.root / "exercises" / f"{self.module}.py"

    @property
    def solution(self) -> Path:
        """The reference, with the parts to strip marked."""
        return self.root / "solutions" / f"{self.module}.py"

    @property
    def suite(self) -> Path:
        """The hidden tests."""
        return self.root / "grader_tests" / f"test_{self.module}.py"

    @property
    def hints(self) -> Path:
        """Progressive hints, one section a function."""
        return self.root / "exercises" / "hints" / f"{self.id}.md"

    @property
    def plots(self) -> Path:
        """Text and code for the end of its notebook; there need not be any."""
        return self.root / "exercises" / "plots" / f"{self.id}.md"

    @property
    def alternatives(self) -> Path:
        """The folder of right solutions, written differently."""
        return self.root / "grader_tests" / "alternatives" / self.id

    @property
    def misconceptions(self) -> Path:
        """The folder of wrong solutions with one plausible mistake each."""
        return self.root / "grader_tests" / "misconceptions" / self.id


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that course.toml names; all paths are absolute."""

    root: Path
    id: str
    title: str
    limits: Limits
    gradebook_url: str  # a relative SQLite path is made absolute
    full_data: Path | None  # folder of the full data set; None: the embedded sample is all there is
    secret_file: Path
    late: Late = Late()
    exercises: tuple[Exercise, ...]

    def exercise(self, name: str) -> Exercise:
        """Return the exercise that a person means by "ex03", "3", "ex03_tensor_ops" or a path.

        Part of a module's name or title is enough where one exercise alone has it; case does not matter.
        Raises `UsageError` with the candidates where none or several fit.
        """
        wanted = name.strip().lower()
        stem = PureWindowsPath(wanted).stem.removeprefix("test_")  # takes / and \ alike
        number = re.fullmatch(r"(?:ex(?:ercise)?)?[ _-]?([0-9]{1,3})", stem)
        if number:
            found = [one for one in self.exercises if one.id == f"ex{int(number[1]):02}"]
        else:
            exact = [one for one in self.exercises if one.module.lower() == stem]
            found = exact or [one for one in self.exercises if _has_in_name(one, wanted, stem)]
        if len(found) == 1:
            return found[0]
        near = [] if number else _near(stem, self.exercises, is_path="/" in name or "\\" in name)
        raise UsageError(_which_exercise(name, several=found, near=near, course=self))


def load(path: Path, check_files: bool = True) -> Course:
    """Read a course.toml; raises `CourseError` with one line: file, key, what is wrong, how to mend it.

    `check_files=False` accepts a course whose solutions, suites or hints are still to be written. Stubs are
    never looked at: they are the learner's to edit and to delete, and that breaks no course.
    """
    try:
        tables = course_file.read(path)
        course_checks.check(tables)
        course = _built(path.parent.resolve(), tables)
        if check_files:
            _check_files(course)
    except Mistake as mistake:
        raise CourseError(f"{path.name}: {mistake}") from None
    return course


def with_gradebook(course: Course, url: str) -> Course:
    """Return the course with another gradebook; raises `UsageError` when the URL cannot be one.

    A relative SQLite path is relative to the current folder here, as a person on a command line means it.
    """
    try:
        course_checks.check_gradebook(url)
    except Mistake as mistake:
        raise UsageError(f"--gradebook: {str(mistake).partition(': ')[2]}") from None
    return msgspec.structs.replace(course, gradebook_url=_absolute_url(Path.cwd(), url))


def find_course(start: Path | None = None) -> Path:
    """Return the course.toml in `start` (default: the current folder) or the nearest folder above it.

    Where there is none, the environment variable TORCHGRADE_COURSE may name a course's folder or file.
    """
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return candidate / FILE_NAME
    named = os.environ.get(VARIABLE)
    if not named:
        raise UsageError(
            f"there is no {FILE_NAME} in {folder} or above it; change to the course's folder with cd, "
            f"or set {VARIABLE} to it"
        )
    path = Path(named).expanduser().resolve()
    path = path / FILE_NAME if path.is_dir() else path
    if not path.is_file():
        raise UsageError(
            f"{VARIABLE} is {quoted(named)}, and there is no {FILE_NAME}; set it to the folder of the course"
        )
    return path


def _built(root: Path, tables: course_file.CourseFile) -> Course:
    full = tables.data.full
    return Course(
        root=root,
        id=tables.course.id,
        title=tables.course.title,
        limits=tables.limits,
        gradebook_url=_absolute_url(root, tables.gradebook.url),
        full_data=None if full is None else root / Path(full).expanduser(),
        late=tables.late,
        secret_file=root / Path(tables.grading.secret_file).expanduser(),
        exercises=tuple(_exercise(root, table) for table in tables.exercises),
    )


def _exercise(root: Path, table: course_file.ExerciseTable) -> Exercise:
    return Exercise(root=root, **{name: getattr(table, name) for name in table.__struct_fields__})


def _absolute_url(root: Path, url: str) -> str:
    """SQLAlchemy reads sqlite:///x relative to the current folder; grades must not depend on that."""
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("sqlite"):
        return url
    return f"{scheme}:///{root / rest.removeprefix('/')}"


def _check_files(course: Course) -> None:
    for exercise in course.exercises:
        _check_file(
            exercise, exercise.solution, "the solution", "write it, or correct the name of the module"
        )
        _check_file(exercise, exercise.suite, "the suite", "write it, or correct the name of the module")
        _check_file(exercise, exercise.hints, "the file of hints", "write a section for each function")


def _check_file(exercise: Exercise, path: Path, what: str, mend: str) -> None:
    key, file = f"exercises.{exercise.id}.module", f"{what} {path.relative_to(exercise.root)}"
    if path.is_dir():
        raise Mistake(key, f"{file} is a folder; put the file in its place")
    if not path.is_file():
        raise Mistake(key, f"{file} is missing; {mend}")


def _has_in_name(exercise: Exercise, *texts: str) -> bool:
    names = (exercise.module.lower(), exercise.title.lower())
    return any(text and text in name for text in texts for name in names)


def _near(text: str, exercises: tuple[Exercise, ...], *, is_path: bool) -> list[Exercise]:
    """The exercises with a name, or a word of one, that resembles the text; an id in front says more."""
    numbered = re.match(r"ex([0-9]{1,2})(?![0-9])", text)
    if numbered:
        return [one for one in exercises if one.id == f"ex{int(numbered[1]):02}"]
    if is_path:
        return []  # any word resembles some other, and a file's name was not mistyped for a title
    names: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        title, module = exercise.title.lower(), exercise.module.lower()
        for name in {title, module, module.partition("_")[2], *title.split(), *module.split("_")}:
            names.setdefault(name, []).append(exercise)
    return [one for match in difflib.get_close_matches(text, names, n=1) for one in names[match]]


def _which_exercise(name: str, *, several: list[Exercise], near: list[Exercise], course: Course) -> str:
    shown = quoted(name)
    if several:
        return f"{shown} fits several exercises: {_listed(several)}; give the id of one"
    if near:
        return f"there is no exercise {shown}; did you mean {_listed(near)}?"
    return f"there is no exercise {shown}; this course has {_all_ids(course)}"


def _all_ids(course: Course) -> str:
    ids = [one.id for one in course.exercises]
    first = int(ids[0].removeprefix("ex"))
    in_a_row = ids == [f"ex{number:02}" for number in range(first, first + len(ids))]
    return f"{ids[0]} to {ids[-1]}" if in_a_row and len(ids) > 3 else ", ".join(ids)


def _listed(exercises: list[Exercise]) -> str:
    return " or ".join(f"{exercise.id} ({exercise.title})" for exercise in exercises)
