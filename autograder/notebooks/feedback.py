"""`grade feedback`: a page for each learner, where `nbgrader release_feedback` looks for it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from autograder.course import Course, Exercise
from autograder.errors import HostError, UsageError
from autograder.gradebook import Marks, open_gradebook
from autograder.grading.files import UnreadableSubmission, read_bounded
from autograder.notebooks import documents, layout
from autograder.notebooks.graded import RESULT
from autograder.notebooks.submitted import module_in, outline_of
from autograder.render.feedback import Page, Points, Remark, page
from autograder.report import TestResult


def write(course: Course, exercise: Exercise) -> list[Path]:
    """Write a page for each learner whose notebook was graded; raises `UsageError` where none was."""
    graded = sorted((course.root / layout.AUTOGRADED).glob(f"*/{exercise.id}/{exercise.id}.ipynb"))
    if not graded:
        raise UsageError(
            f"no notebook of {exercise.id} has been graded. Grade them first: "
            f"grade all --from-nbgrader {exercise.id}"
        )
    with open_gradebook(course) as gradebook:
        marks = gradebook.marks(exercise.id)
    outline = outline_of(course, exercise)
    written = []
    for path in graded:
        learner = path.parent.parent.name
        submitted = layout.of_learner(course, layout.SUBMITTED, learner, exercise.id)
        code = module_in(submitted, exercise, outline)[0].source.decode("utf-8", "replace")
        content = _page(exercise, learner, _results(path), marks.get(learner), code)
        target = layout.of_learner(course, layout.FEEDBACK, learner, exercise.id).with_suffix(".html")
        documents.write_file(target, page(content).encode("utf-8", "backslashreplace"))
        _carry(path.parent, target.parent)
        written.append(target)
    return written


def _results(path: Path) -> tuple[TestResult, ...]:
    """Return what grading left in a notebook: the learner's view of the report."""
    try:
        found = documents.read(path)["metadata"][RESULT]["tests"]
        return tuple(msgspec.convert({**test, "points": float(test["points"])}, TestResult) for test in found)
    except (UnreadableSubmission, LookupError, TypeError, msgspec.ValidationError) as error:
        raise HostError(
            f"{path} was not graded by torchgrade. Grade it again: grade all --from-nbgrader"
        ) from error


def _page(
    exercise: Exercise, learner: str, tests: tuple[TestResult, ...], marks: Marks | None, code: str
) -> Page:
    scores = {test.id: test.score for test in tests} if marks is None else marks.scores
    penalty = 0.0 if marks is None else marks.penalty
    manual: frozenset[str] = frozenset() if marks is None else marks.by_hand
    extra = {} if marks is None else marks.extra
    points = {
        name: Points(score=score, by_hand=name in manual, extra=extra.get(name, 0.0))
        for name, score in scores.items()
    }
    remarks = () if marks is None else marks.comments
    return Page(
        title=f"{exercise.id} {exercise.title}",
        learner=learner,
        tests=tests,
        points=points,
        score=max(0.0, sum(scores.values()) - penalty),
        max_score=sum(test.points for test in tests),
        penalty=penalty,
        remarks=tuple(Remark(about=about, text=text) for about, text in remarks),
        code=code,
    )


def _carry(source: Path, target: Path) -> None:
    """Copy what the exchange needs to find the learner; of a notebook that came another way, make it up.

    One that lacks them would stop `nbgrader release_feedback` for everybody.
    """
    made_up = {layout.CARRIED[0]: "1970-01-01 00:00:00 UTC", layout.CARRIED[1]: secrets.token_hex(64)}
    for name in layout.CARRIED:
        try:
            content = read_bounded(source / name, 10_000)
        except UnreadableSubmission:
            if (target / name).exists():
                continue
            content = made_up[name].encode()
        documents.write_file(target / name, content)
        if name == layout.CARRIED[1]:
            os.chmod(target / name, 0o600)  # who knows it can fetch the page
