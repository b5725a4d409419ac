"""The data as tensors, for the trusted side: what learners train on, and the images that grade it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.data.idx import IdxFile
from autograder.data.sources import Source

if TYPE_CHECKING:
    from torch import Tensor


def training_set(source: Source) -> tuple[Tensor, Tensor]:
    """Return the training images, uint8 (N, 28, 28), and their labels, int64 (N,)."""
    return _tensor(source, source.data_set.train_images), _tensor(source, source.data_set.train_labels).long()


def held_out(source: Source) -> tuple[Tensor, Tensor]:
    """Return the test images, uint8 (N, 28, 28), and their labels, int64 (N,). For the grader alone.

    They are unpacked in memory, so that no copy of the labels lies about on disk.
    """
    return _tensor(source, source.data_set.test_images), _tensor(source, source.data_set.test_labels).long()


def _tensor(source: Source, file: IdxFile) -> Tensor:
    import torch

    data = bytearray(source.read(file))  # writable, which torch wants of a buffer that it shares
    return torch.frombuffer(data, dtype=torch.uint8, offset=len(file.header)).view(file.shape)
