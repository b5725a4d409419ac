"""Weights that a worker gives are believed only where they are those of the notes' network."""

from __future__ import annotations

import pytest
import torch

from autograder.testing import lab, trained
from autograder.testing.failures import ExpectationFailed
from autograder.worker.submission import Handle, Submission
from tests.testing.fakes import learner

SOURCE = """
import torch
from torch import nn

class Smaller(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)

def smaller():
    return Smaller()

def bent(model):
    model.out = nn.Linear(60, 7)
    return model

def by_heart(model):
    model.forward = lambda images: torch.full((len(images), 10), 7.0)
    return model
"""


@pytest.fixture
def submission() -> Submission:
    return learner(SOURCE)


def held(answer: object) -> Handle:
    assert isinstance(answer, Handle)
    return answer


def test_the_graders_network_has_the_workers_weights_and_its_own_code(submission: Submission) -> None:
    state = lab.network().state_dict()
    model = held(submission.call("by_heart", submission.lab.network(state)))
    images = torch.rand(3, 1, 28, 28)
    own = trained.network(submission, model)
    assert torch.equal(own(images), lab.network(state)(images)), (
        "what the worker's forward says does not count"
    )


def test_another_network_is_refused(submission: Submission) -> None:
    with pytest.raises(ExpectationFailed, match="names of the model's weights"):
        trained.network(submission, held(submission.call("smaller")))


def test_weights_of_another_shape_are_refused(submission: Submission) -> None:
    model = held(submission.call("bent", submission.lab.network(lab.network().state_dict())))
    with pytest.raises(ExpectationFailed, match=r"model's out\.weight"):
        trained.network(submission, model)
