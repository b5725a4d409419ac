"""FashionMNIST for suites: held by the grader, so that labels of held-out images never reach a worker."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

from autograder.data import augment, tensors
from autograder.data.sources import Source
from autograder.testing.rng import Rng


class FashionMNIST:
    """Images as float32 (N, 1, 28, 28) in [0, 1] and labels as int64 (N,), of the sample or the full set."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def is_full(self) -> bool:
        """Whether this is the whole data set and not the embedded sample."""
        return self._source.kind == "full"

    def training(self) -> tuple[Tensor, Tensor]:
        """Return the training images and labels, which workers may see too."""
        images, labels = _training(self._source)
        return images[:, None] / 255, labels

    def held_out(self, rng: Rng, count: int | None = None) -> tuple[Tensor, Tensor]:
        """Return held-out images, drawn and slightly changed by `rng`, and their labels.

        Each image is shifted by up to a pixel and made a little darker, so that nobody can recognize the
        public test images and look their labels up. `count` images in random order; all of them for None.
        """
        images, labels = _held_out(self._source)
        chosen = rng.permutation(len(labels))[:count]
        generator = torch.Generator().manual_seed(rng.seed())
        return augment.perturb(images[chosen], generator), labels[chosen]


@functools.cache
def _training(source: Source) -> tuple[Tensor, Tensor]:
    return tensors.training_set(source)


@functools.cache
def _held_out(source: Source) -> tuple[Tensor, Tensor]:
    return tensors.held_out(source)
