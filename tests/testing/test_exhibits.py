"""Exhibits are made of what a worker answered, which may be anything."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from autograder.testing import exhibits

NAMES = ("cat", "dog", "owl")
LABELS = torch.tensor([0, 0, 1, 2, 2])
PREDICTIONS = torch.tensor([0, 1, 1, 0, 0])


def test_rows_are_true_classes_and_columns_predicted_ones() -> None:
    made = exhibits.confusion("t", LABELS, PREDICTIONS, NAMES)
    assert made is not None and made.names == NAMES
    assert made.counts == ((1, 1, 0), (0, 1, 0), (2, 0, 0))


@pytest.mark.parametrize(
    "answered",
    [torch.tensor([0, 1, 1, 0, -1]), torch.tensor([0, 1, 1, 0, 3]), torch.tensor([0, 1]), PREDICTIONS[None]],
)
def test_what_names_no_class_is_not_shown(answered: Tensor) -> None:
    assert exhibits.confusion("t", LABELS, answered, NAMES) is None
    assert exhibits.mistakes("t", torch.zeros(5, 1, 2, 2), LABELS, answered, NAMES) is None


def test_a_mistake_is_an_image_with_both_its_names() -> None:
    images = torch.arange(20.0).reshape(5, 1, 2, 2) / 20
    made = exhibits.mistakes("t", images, LABELS, PREDICTIONS, NAMES)
    assert made is not None and made.side == 2
    assert [(one.true, one.predicted) for one in made.images] == [
        ("cat", "dog"),
        ("owl", "cat"),
        ("owl", "cat"),
    ]
    assert made.images[0].pixels == bytes(round(value / 20 * 255) for value in range(4, 8))


def test_pixels_beyond_their_range_stay_bytes() -> None:
    images = torch.tensor([-1.0, 0.0, 1.0, 7.0]).reshape(1, 1, 2, 2)
    made = exhibits.mistakes("t", images, torch.tensor([0]), torch.tensor([1]), NAMES)
    assert made is not None and made.images[0].pixels == bytes([0, 0, 255, 255])


def test_only_the_first_mistakes_are_shown_and_none_where_there_is_none() -> None:
    count = exhibits.MOST_IMAGES + 5
    images, labels = torch.zeros(count, 1, 2, 2), torch.zeros(count, dtype=torch.int64)
    made = exhibits.mistakes("t", images, labels, labels + 1, NAMES)
    assert made is not None and len(made.images) == exhibits.MOST_IMAGES
    assert exhibits.mistakes("t", images, labels, labels, NAMES) is None
