"""What a test has to look at reaches the report, and decides nothing."""

from __future__ import annotations

from pathlib import Path

from autograder.exhibits import Confusion, Curves, Mistakes
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status, decode, encode
from tests.tiny import make_course

SUITE = """
import torch
from autograder.testing import exhibits, expect, meter, points

@points(2, "shows pictures", public=True)
def test_pictures(submission, exhibit):
    truth, images = torch.tensor([0, 1, 1]), torch.linspace(0, 1, 12).reshape(3, 1, 2, 2)
    exhibit(lambda: exhibits.confusion("Taken for", truth, submission.guess(images), ["a", "b"]))
    exhibit(lambda: exhibits.mistakes("Mistaken", images, truth, submission.guess(images), ["a", "b"]))
    exhibit(lambda: exhibits.mistakes("None", images, truth, truth, ["a", "b"]))

@points(2, "trains", seconds=25)
def test_training(submission):
    meter.watch_training(submission)
    expect.number(submission.train(40), low=0, high=0.2)
"""
SOURCE = """
import time
import torch
import torch.nn.functional as F

def guess(images):
    return torch.tensor([0, 0, 1])

def train(batches, loss_fn=F.cross_entropy):
    print("training")
    model = torch.nn.Linear(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    inputs = torch.tensor([[3.0, 0.0], [0.0, 3.0], [4.0, 0.0], [0.0, 2.0]])
    for _ in range(batches):
        loss = loss_fn(model(inputs), torch.tensor([0, 1, 0, 1]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            loss_fn(100 * model(inputs), torch.tensor([1, 0, 1, 0]))  # evaluation is no training
        time.sleep(0.02)
    return loss.item()
"""


def graded(folder: Path, source: str = SOURCE) -> Report:
    course = make_course(folder)
    (folder / "grader_tests/test_ex01_double.py").write_text(SUITE)
    with Grader(course) as grader:
        return grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", source))


def test_pictures_and_curves_are_in_the_report(tmp_path: Path) -> None:
    made = graded(tmp_path)
    assert made.full_marks, [test.details for test in made.tests]
    assert made.tests[0].exhibits == (
        Confusion(title="Taken for", names=("a", "b"), counts=((1, 0), (1, 1))),
        Mistakes(title="Mistaken", side=2, images=made.tests[0].exhibits[1].images),  # type: ignore[union-attr]
    )
    (curves,) = made.tests[1].exhibits
    assert isinstance(curves, Curves)
    assert (curves.steps[0], list(curves.series)) == (1, ["loss", "accuracy"])
    assert 2 <= len(curves.steps) <= 10 and 10 <= curves.steps[-1] <= 40
    assert curves.series["loss"][0] > curves.series["loss"][-1]
    assert curves.series["accuracy"][-1] == 1.0
    assert made.tests[1].output == "training\n"
    assert decode(encode(made)) == made
    assert "exhibits" not in str(made.learner_view())


def test_a_loss_that_comes_by_another_way_is_met_too(tmp_path: Path) -> None:
    other = SOURCE.replace("loss_fn=F.cross_entropy", "loss_fn=lambda x, y: F.nll_loss(x.log_softmax(1), y)")
    assert graded(tmp_path, other).tests[1].exhibits


def test_pictures_that_cannot_be_made_cost_nothing(tmp_path: Path) -> None:
    for body in ("raise ValueError", "return torch.tensor([0, 7, -1])", "return torch.tensor([1])"):
        made = graded(tmp_path, SOURCE.replace("return torch.tensor([0, 0, 1])", body))
        assert (made.tests[0].status, made.tests[0].exhibits) == (Status.PASSED, ())


def test_a_learner_gets_the_pictures_and_nothing_of_the_instructors(tmp_path: Path) -> None:
    made = graded(tmp_path, SOURCE.replace("return loss.item()", "return 1 + loss.item()"))
    assert made.tests[1].details and made.tests[1].output
    own = made.for_learner()
    assert {(test.details, test.output) for test in own.tests} == {("", "")}
    assert [test.exhibits for test in own.tests] == [test.exhibits for test in made.tests]
    assert own.score == made.score
