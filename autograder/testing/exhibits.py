"""Makes of predictions what a learner can look at: a confusion matrix, and images that were mistaken.

A confusion matrix is made of counts, so that of held-out images may be shown. `mistakes` shows images with
their labels: give it images that workers may see anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.data.manifest import CLASSES
from autograder.exhibits import Confusion, Mistaken, Mistakes

MOST_IMAGES = 16


def confusion(
    title: str, labels: Tensor, predictions: Tensor, names: Sequence[str] = CLASSES
) -> Confusion | None:
    """Count how often each true class was predicted as each; both are int64 (N,).

    None where a prediction is no class, as what a worker answers may be anything.
    """
    size = len(names)
    if not _match(labels, predictions, size):
        return None
    counts = (labels * size + predictions).bincount(minlength=size * size).reshape(size, size)
    return Confusion(title=title, names=tuple(names), counts=tuple(map(tuple, counts.tolist())))


def mistakes(
    title: str, images: Tensor, labels: Tensor, predictions: Tensor, names: Sequence[str] = CLASSES
) -> Mistakes | None:
    """Show the first of the images whose predictions are wrong; None where none is.

    Images are float (N, 1, S, S) in [0, 1].
    """
    if not _match(labels, predictions, len(names)):
        return None
    wrong = (labels != predictions).nonzero().flatten()[:MOST_IMAGES].tolist()
    grey = (images * 255).round().clamp(0, 255).to(torch.uint8)
    shown = tuple(
        Mistaken(
            pixels=bytes(grey[number].flatten().tolist()),
            true=names[int(labels[number])],
            predicted=names[int(predictions[number])],
        )
        for number in wrong
    )
    return Mistakes(title=title, side=images.shape[-1], images=shown) if shown else None


def _match(labels: Tensor, predictions: Tensor, size: int) -> bool:
    both = torch.stack([labels, predictions]) if labels.shape == predictions.shape else None
    return both is not None and bool(((both >= 0) & (both < size)).all())
