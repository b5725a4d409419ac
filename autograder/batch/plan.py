"""What there is to grade: the submissions that lie in a folder, a learner a subfolder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One submission to grade, or the reason why there is nothing to grade."""

    learner: str
    exercise: Exercise
    path: Path | None  # None: nothing was handed in
    trouble: str = ""  # why `path` cannot be told, for learner and instructor


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs of one run, in the order of learners and exercises."""

    jobs: tuple[Job, ...]
    notes: tuple[str, ...]  # what was passed over, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which jobs of a class to grade; of what is empty, all."""

    exercises: tuple[str, ...] = ()  # ids
    learners: tuple[str, ...] = ()
    since: datetime | None = None  # handed in then or later, by the file's time

    def divide(self, jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
        """Return those chosen and the others; raises `UsageError` when there is nothing to choose."""
        known = {job.learner for job in jobs}
        for name in self.learners:
            if name not in known:
                raise UsageError(
                    f"There is no learner {plain(name, 80)} here. There are: {', '.join(sorted(known)[:20])}"
                    f"{', ...' if len(known) > 20 else ''}."
                )
        divided: tuple[list[Job], list[Job]] = ([], [])
        for job in jobs:
            divided[not self.takes(job)].append(job)
        if not divided[0]:
            raise UsageError(self._why_nothing(jobs))
        return divided

    def takes(self, job: Job) -> bool:
        """Whether a job is among those chosen."""
        return self._names(job) and (self.since is None or _time(job) >= self.since.timestamp())

    def _names(self, job: Job) -> bool:
        if self.exercises and job.exercise.id not in self.exercises:
            return False
        return not self.learners or job.learner in self.learners

    def _why_nothing(self, jobs: Sequence[Job]) -> str:
        if not any(job.exercise.id in self.exercises for job in jobs) and self.exercises:
            return f"--only: nobody has handed in {' or '.join(self.exercises)}."
        named = [job for job in jobs if self._names(job)]
        if not named or self.since is None:
            return "--only and --learner together leave nothing to grade."
        newest = max(map(_time, named))
        when = f"the last change was {datetime.fromtimestamp(newest):%Y-%m-%d %H:%M}" if newest else ""
        return f"--since: no file that is to be graded has changed since then{when and f' ({when})'}."


EVERYTHING = Choice()


def keys_of(jobs: Iterable[Job]) -> frozenset[tuple[str, str]]:
    """Return learner and exercise id of each job."""
    return frozenset((job.learner, job.exercise.id) for job in jobs)


def exercises_of(jobs: Iterable[Job]) -> list[Exercise]:
    """Return the exercises of jobs, each once."""
    return list({job.exercise.id: job.exercise for job in jobs}.values())


def _time(job: Job) -> float:
    try:
        return job.path.lstat().st_mtime if job.path else 0.0
    except OSError:
        return 0.0


def plan(course: Course, folder: Path, reserved: Collection[str] = ()) -> Plan:
    """Return the jobs for a folder of `<learner>/exNN_*.py` or `<learner>/<assignment>/exNN_*.py`.

    `reserved` are names that no learner may have, since files of the results are called so.

    Exercises that nobody handed in are left out; one that somebody did gives every learner a job. Raises
    `UsageError` when there is nothing to grade.
    """
    planned = plan_so_far(course, folder, reserved)
    if not planned.jobs:
        raise UsageError(
            f"{_shown(folder)} holds no submissions. They are expected as <learner>/<exercise>.py, "
            f"such as learner-01/{course.exercises[0].module}.py."
        )
    return planned


def plan_so_far(course: Course, folder: Path, reserved: Collection[str] = ()) -> Plan:
    """Return what `plan` does, also for an empty folder; raises `UsageError` when there is no folder."""
    notes: list[str] = []
    learners = _learners(folder, frozenset(name.casefold() for name in reserved), notes)
    found = {learner: _submissions(path, course) for learner, path in learners.items()}
    wanted = [one for one in course.exercises if any(one.id in files for files in found.values())]
    jobs = [
        _job(learner, exercise, files.get(exercise.id, []))
        for learner, files in found.items()
        for exercise in wanted
    ]
    return Plan(tuple(jobs), tuple(notes))


def _learners(folder: Path, reserved: frozenset[str], notes: list[str]) -> dict[str, Path]:
    learners: dict[str, Path] = {}
    for entry in sorted(_entries(folder), key=lambda entry: entry.name):
        name = plain(entry.name, 120)
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_symlink():
            notes.append(f"{name} is a symbolic link and was passed over.")
        elif entry.is_dir(follow_symlinks=False):
            if name.casefold() in reserved:
                notes.append(
                    f"{name}: a file of the results has this name; rename the folder to have it graded."
                )
            elif name in learners:
                notes.append(f"{name}: two folders look alike; one was passed over.")
            else:
                learners[name] = Path(entry.path)
    return learners


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        raise UsageError(
            f"{_shown(folder)} does not exist. Name the folder that holds the submissions."
        ) from None
    except NotADirectoryError:
        raise UsageError(
            f"{_shown(folder)} is not a folder. Name the folder that holds the submissions."
        ) from None
    except OSError as error:
        raise UsageError(f"{_shown(folder)} cannot be read: {error.strerror}.") from error


def _submissions(folder: Path, course: Course) -> dict[str, list[Path]]:
    """Return the files of each exercise in a learner's folder and in the folders directly below it."""
    found: dict[str, list[Path]] = {}
    names = {f"{exercise.module}.py": exercise.id for exercise in course.exercises}
    for path in _python_files(folder):
        exercise_id = names.get(path.name) or _exercise_by_prefix(path.name, course)
        if exercise_id:
            found.setdefault(exercise_id, []).append(path)
    return {
        exercise_id: [path for path in paths if path.name in names] or paths
        for exercise_id, paths in found.items()
    }


def _python_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    try:
        entries = sorted(_entries(folder), key=lambda entry: entry.name)
    except UsageError:  # an unreadable folder: its learner has handed in nothing that can be read
        return files
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
            files += [path for path in _files_in(Path(entry.path)) if path.name.endswith(".py")]
        elif entry.name.endswith(".py"):
            files.append(Path(entry.path))
    return files


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(Path(entry.path) for entry in _entries(folder))
    except UsageError:
        return []


def _exercise_by_prefix(name: str, course: Course) -> str:
    """Return the exercise that a file such as "ex03_mine.py" or "ex03.py" belongs to."""
    head = name.removesuffix(".py").partition("_")[0].lower()
    return next((exercise.id for exercise in course.exercises if exercise.id == head), "")


def _job(learner: str, exercise: Exercise, paths: list[Path]) -> Job:
    if len(paths) <= 1:
        return Job(learner=learner, exercise=exercise, path=paths[0] if paths else None)
    names = " and ".join(plain(str(path.name), 80) for path in paths[:3])
    trouble = f"There are several files for {exercise.id} ({names}). Hand in one, as {exercise.module}.py."
    return Job(learner=learner, exercise=exercise, path=None, trouble=trouble)


def _shown(folder: Path) -> str:
    return plain(str(folder), 200)
