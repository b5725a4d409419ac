"""What learners read when their code raises."""

from __future__ import annotations

import pytest

from autograder.grading.verdicts import Scene, verdict
from autograder.worker.client import LearnerError
from autograder.worker.wire import Place, Raised

SOURCE = b"def train(model, images):\n    return model(images)\n"
MOVE = "Move the model once, and the images and labels of each batch: `.to(device)`."


def said(type_name: str, message: str, *, public: bool = False) -> str:
    raised = Raised(
        1, type_name, [type_name, "Exception"], message, [Place("ex.py", 2, "train")], False, False
    )
    scene = Scene(
        public=public, source=SOURCE, main="ex.py", last_call="train(m, x)", loading=False, memory_mb=100
    )
    return verdict(LearnerError(raised), scene).message


@pytest.mark.parametrize(
    "message",
    [
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!",
        "Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) should be the same",
        "Input type (torch.FloatTensor) and weight type (torch.cuda.FloatTensor) should be the same",
    ],
)
@pytest.mark.parametrize("public", [True, False])
def test_tensors_on_two_devices_are_explained(message: str, public: bool) -> None:
    assert MOVE in said("RuntimeError", message, public=public).replace("\n", " ")


def test_other_mixtures_are_not() -> None:
    text = said("RuntimeError", "Input type (double) and weight type (float) should be the same")
    assert "device" not in text


def test_the_line_is_shown_and_the_text_is_hidden() -> None:
    hidden = said("ValueError", "got 0.123")
    assert "ValueError in line 2 of ex.py\n    return model(images)" in hidden and "0.123" not in hidden
    assert "got 0.123" in said("ValueError", "got 0.123", public=True)
