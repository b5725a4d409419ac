"""The grader behind a notebook: a process that lives as long as the kernel, with a warm zygote.

It is a process of its own, since a suite seeds generators and sets torch up, which must not happen to the
notebook; and learner code runs in sandboxed workers, as ever. A line of JSON asks for a test on a source, a
line of JSON answers. It ends with its input.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

import msgspec

from autograder.course import Exercise, load
from autograder.errors import GraderError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import TestResult
from autograder.text import plain


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a notebook asks."""

    test: str
    source: str  # of the learner's module


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What it gets: a result, or why there is none."""

    result: TestResult | None = None
    error: str = ""


def main() -> None:
    """Answer questions about one exercise; arguments: course.toml, its id, and `public` or `own`."""
    course = load(Path(sys.argv[1]), check_files=False)
    if sys.argv[3] == "public":  # nothing is written beside a learner's notebook
        course = msgspec.structs.replace(course, secret_file=Path(os.devnull))
    exercise = course.exercise(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed here is no answer
    with Grader(course, preload=exercise.preload) as grader:
        serve(sys.stdin.buffer, answers, grader, exercise)


def serve(questions: IO[bytes], answers: IO[bytes], grader: Grader, exercise: Exercise) -> None:
    """Answer until there are no more questions."""
    from autograder.grading import suites  # noqa: F401  # imports torch before the first question

    for line in questions:
        question = msgspec.json.decode(line, type=Question)
        answers.write(msgspec.json.encode(_answer(question, grader, exercise)) + b"\n")
        answers.flush()


def _answer(question: Question, grader: Grader, exercise: Exercise) -> Answer:
    name = f"{exercise.module}.py"
    files = SubmissionFiles.of_source(name, question.source.encode("utf-8", "backslashreplace"))
    try:
        report = grader.grade(exercise, files, trial=Trial(until=Until.ASKED, first=(question.test,)))
    except GraderError as error:
        return Answer(error=plain(str(error), 500))
    found = [test for test in report.tests if test.id == question.test]
    if not found:
        return Answer(error=f"There is no test {plain(question.test, 80)} here.")
    return Answer(result=msgspec.structs.replace(found[0], details="", output=""))


if __name__ == "__main__":
    main()
