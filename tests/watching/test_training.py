"""A training is seen while it goes on."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.watching.runner import Runner
from tests.tiny import make_course

SUITE = """
from autograder.testing import expect, meter, points

@points(4, "trains", seconds=60)
def test_training(submission):
    meter.watch_training(submission)
    expect.number(submission.train(), low=0)
"""
SOURCE = """
import time
import torch
import torch.nn.functional as F

def train():
    model = torch.nn.Linear(2, 2)
    for _ in range(60):
        loss = F.cross_entropy(model(torch.randn(4, 2)), torch.tensor([0, 1, 0, 1]))
        loss.backward()
        time.sleep(0.05)
    return loss.item()
"""


def test_curves_come_before_the_report_and_never_after(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (tmp_path / "grader_tests/test_ex01_double.py").write_text(SUITE)
    seen: list[tuple[float, Curves, threading.Thread]] = []
    with Grader(course, many=True) as grader:
        report = Runner(grader, course).grade(
            course.exercises[0],
            SubmissionFiles.of_source("ex01_double.py", SOURCE),
            trained=lambda curves: seen.append((time.monotonic(), curves, threading.current_thread())),
        )
        ended = time.monotonic()
        time.sleep(1.0)
    assert report is not None and report.full_marks, report
    (final,) = report.tests[0].exhibits
    assert isinstance(final, Curves)
    assert len(seen) >= 2, "three seconds of training are looked at several times"
    assert all(when < ended and who is not threading.main_thread() for when, _, who in seen)
    for _, curves, _ in seen:
        assert curves.steps == final.steps[: len(curves.steps)], "what was seen first is how it began"
