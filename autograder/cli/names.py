"""What the names on a command line mean: the course, the exercise, the file to grade, a folder."""

from __future__ import annotations

import enum
import importlib.util
import keyword
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from autograder.course import FILE_NAME, Course, Exercise, find_course, load
from autograder.errors import UsageError
from autograder.grading.files import SubmissionFiles
from autograder.text import plain


class Sandbox(enum.StrEnum):
    """What confines learner code."""

    AUTO = "auto"
    CONTAINER = "container"
    NONE = "none"


class Device(enum.StrEnum):
    """What stands for the GPU of tests that ask for one."""

    SIMULATED = "simulated"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was given before the command."""

    course: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be graded."""

    exercise: Exercise
    files: SubmissionFiles
    shown: str  # the file's path, as short as it can be
    command: str  # what grades it again
    is_stub: bool  # it is the file that learners edit, and not another one


def course_path(context: typer.Context) -> Path:
    """Return the path of the course.toml that the command is about; raises `UsageError`."""
    options = context.find_object(Options)
    if options is None or options.course is None:
        return find_course()
    path = options.course / FILE_NAME if options.course.is_dir() else options.course
    if not path.is_file():
        raise UsageError(f"--course {options.course}: there is no {FILE_NAME}; give the folder of the course")
    return path


def open_course(context: typer.Context, *, check_files: bool = True) -> Course:
    """Load the course that the command is about; raises `UsageError` or `CourseError`."""
    return load(course_path(context), check_files=check_files)


def find_work(course: Course, name: str, file: Path | None) -> Work:
    """Return what "ex03" and `--file` mean; raises `UsageError` when there is no such exercise or file.

    The path of a file names both, when its own name is that of an exercise.
    """
    exercise = _find_exercise(course, name)
    if file is None and (os.sep in name or Path(name).is_file()):
        file = Path(name)
    path = exercise.stub if file is None else file.expanduser()
    if os.path.abspath(path) == str(exercise.stub):
        check_present(exercise)
    is_stub = path.exists() and path.samefile(exercise.stub) if exercise.stub.exists() else False
    option = "" if is_stub else f" --file {shlex.quote(str(path))}"
    return Work(
        exercise=exercise,
        files=SubmissionFiles.read(path, name=_module_file(path, exercise)),
        shown=plain(shortest(path), 200),
        command=plain(f"grade check {exercise.id}{option}", 250),
        is_stub=is_stub,
    )


def check_present(exercise: Exercise) -> None:
    """Raise `UsageError`, which says how to get it back, where the learner's file of an exercise is gone."""
    if not os.path.lexists(exercise.stub):
        raise UsageError(
            f"{plain(shortest(exercise.stub), 200)} is missing. `grade reset {exercise.id}` brings it back."
        )


def shortest(path: Path) -> str:
    """Return a path relative to the current folder where it lies below that, else absolute."""
    absolute = Path(os.path.abspath(path))
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def _find_exercise(course: Course, name: str) -> Exercise:
    try:
        return course.exercise(name)
    except UsageError:
        if Path(name).is_dir():
            raise UsageError(
                f"{plain(name, 200)} is a folder. Name an exercise, such as {course.exercises[0].id}."
            ) from None
        raise


def _module_file(path: Path, exercise: Exercise) -> str:
    """The file's own name, unless Python could not import it by that or it would hide another module."""
    stem = path.stem
    importable = (
        path.suffix == ".py" and stem.isidentifier() and stem.isascii() and not keyword.iskeyword(stem)
    )
    if stem == exercise.module or (importable and not _is_taken(stem)):
        return f"{stem}.py"
    return f"{exercise.module}.py"


def _is_taken(stem: str) -> bool:
    if stem in sys.stdlib_module_names:
        return True
    spec = importlib.util.find_spec(stem)
    return spec is not None and "site-packages" in (spec.origin or "")
