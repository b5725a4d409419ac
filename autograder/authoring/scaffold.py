"""A new exercise: every file that it needs, with a small example in each that the author replaces.

All or nothing: where one file cannot be made, none is, and course.toml is as it was.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.authoring import scaffold_texts
from autograder.authoring.stubs import make_stub
from autograder.course import Course, Exercise, load
from autograder.course_file import is_exercise_id, quoted
from autograder.errors import CourseError, HostError, UsageError
from autograder.text import plain

_LONGEST_NAME = 60  # characters of a module's name: file names have more in front and behind


def create(course_file: Path, exercise_id: str, title: str) -> tuple[Exercise, tuple[Path, ...]]:
    """Write the files of a new exercise and add it to course.toml; return it, and what was written.

    Raises `UsageError` where id or title will not do, or where a file of that name exists, `CourseError`
    where course.toml cannot be extended, and `HostError` where the disk refuses.
    """
    _check(load(course_file, check_files=False), exercise_id, title)
    module = module_name(exercise_id, title)
    table = _table(exercise_id, title.strip(), module)
    with _candidate(course_file, table) as candidate:
        exercise = _loaded(candidate, exercise_id)
        texts = _texts(exercise)
        taken = [str(path.relative_to(exercise.root)) for path in texts if os.path.lexists(path)]
        if taken:
            raise UsageError(
                f"{', '.join(taken)}: there is such a file; move it away, or choose another title"
            )
        with _all_or_none(texts), _explained(course_file):
            candidate.replace(course_file.resolve())  # which may be a link
    return exercise, (course_file, *texts)


def module_name(exercise_id: str, title: str) -> str:
    """Return the name of an exercise's module: "ex19_attention_heads"."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "_".join([exercise_id, *words])[:_LONGEST_NAME].rstrip("_")


def _check(course: Course, exercise_id: str, title: str) -> None:
    if not is_exercise_id(exercise_id):
        raise UsageError(
            f'{quoted(exercise_id)} is no id of an exercise; write ex and two digits, such as "ex19"'
        )
    known = [exercise for exercise in course.exercises if exercise.id == exercise_id]
    if known:
        raise UsageError(
            f"{exercise_id} exists already: {plain(known[0].title, 80)}. Take another id, such as "
            f"{_unused(course)}."
        )
    if not title.strip():
        raise UsageError('the title is empty; write what learners shall read, such as "Attention heads"')
    if not title.isprintable():
        raise UsageError("the title holds a line break or another control character; write one line")
    if module_name(exercise_id, title) == exercise_id:
        raise UsageError(
            f"{quoted(title)} has no letter from a to z and no digit to name files after; write some"
        )


def _unused(course: Course) -> str:
    """Return the id after the course's last one."""
    last = max(int(exercise.id.removeprefix("ex")) for exercise in course.exercises)
    return f"ex{min(last + 1, 99):02}"


def _table(exercise_id: str, title: str, module: str) -> str:
    # What JSON escapes in a text, TOML escapes in the same way, but for this one character.
    written = json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f'\n[[exercises]]\nid = "{exercise_id}"\ntitle = {written}\nmodule = "{module}"\npoints = 10\n'


def _loaded(candidate: Path, exercise_id: str) -> Exercise:
    """Return the exercise as the course with it has it; raises `CourseError` where it does not."""
    try:
        return load(candidate, check_files=False).exercise(exercise_id)
    except CourseError as error:
        raise CourseError(
            f"course.toml: a table at its end would not make an exercise "
            f"({str(error).partition(': ')[2]}); write the exercises as [[exercises]] tables"
        ) from error


def _texts(exercise: Exercise) -> dict[Path, str]:
    """Return the content of each file."""
    solution = scaffold_texts.solution(exercise)
    return {
        exercise.solution: solution,
        exercise.stub: make_stub(solution, exercise=exercise.id),
        exercise.hints: scaffold_texts.hints(exercise),
        exercise.suite: scaffold_texts.suite(exercise),
        exercise.alternatives / "as_a_sum.py": scaffold_texts.ALTERNATIVE,
        exercise.misconceptions / "squared.py": scaffold_texts.MISCONCEPTION,
    }


@contextmanager
def _candidate(course_file: Path, table: str) -> Iterator[Path]:
    """Write what course.toml shall be beside it; what is left of that in the end goes."""
    candidate = course_file.with_name(f".{course_file.name}.{os.getpid()}")
    try:
        with _explained(candidate):
            candidate.write_bytes(course_file.read_bytes().rstrip() + b"\n" + table.encode())
            candidate.chmod(course_file.stat().st_mode & 0o777)
        yield candidate
    finally:
        candidate.unlink(missing_ok=True)


@contextmanager
def _all_or_none(texts: dict[Path, str]) -> Iterator[None]:
    """Write files that do not exist; whatever goes wrong here or in the block takes all of them away."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            with _explained(path):
                for folder in reversed([path.parent, *path.parent.parents]):
                    if not folder.exists():
                        folder.mkdir()
                        made.append(folder)
                with path.open("x", encoding="utf-8") as file:
                    made.append(path)
                    file.write(text)
        yield
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # somebody else's file has come into the folder
                path.rmdir() if path.is_dir() else path.unlink()
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HostError(
            f"{path} cannot be written: {error.strerror}. Nothing was changed; mend that and try again."
        ) from error
