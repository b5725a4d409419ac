"""Three ways to train the notes' Network on FashionMNIST, from what beginners write to what a GPU likes.

Each is a class: its constructor takes the data and gets ready, `epoch` trains for one epoch. Neither waits
for the device in the end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Subset, TensorDataset
from torchvision.datasets import FashionMNIST
from torchvision.transforms import ToTensor

from autograder.worker.lab import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What all of them train on."""

    root: Path  # torchvision's folder of the training set
    images: Tensor  # the same images, uint8 (N, 28, 28)
    labels: Tensor  # int64 (N,)
    device: torch.device
    epochs: int  # so many will be trained


class Way(Protocol):
    """One way to train."""

    model: nn.Module

    def epoch(self) -> None:
        """Train for one epoch."""


class NotesLoop:
    """The notes' loop as written: images as PIL gives them, and three numbers read back in each step."""

    def __init__(self, task: Task) -> None:
        self._device = task.device
        train_set = FashionMNIST(str(task.root), train=True, transform=ToTensor())
        self._loader = DataLoader(
            Subset(train_set, range(len(task.labels))), batch_size=100, shuffle=True, num_workers=0
        )
        self.model = Network().to(task.device)
        self._optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)

    def epoch(self) -> None:
        """Train for one epoch, and print nothing of what is counted."""
        total_loss, total_correct = 0.0, 0
        for images, labels in self._loader:
            images, labels = images.to(self._device), labels.to(self._device)
            preds = self.model(images)
            loss = F.cross_entropy(preds, labels)
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()
            total_loss += loss.item() * len(images)
            total_correct += preds.argmax(dim=1).eq(labels).sum().item()


class CourseLoop:
    """What exercise 14 teaches: tensors in memory, and running totals that stay on the device."""

    def __init__(self, task: Task, solution: ModuleType) -> None:
        self._solution, self._device = solution, task.device
        train_set = TensorDataset(task.images[:, None] / 255, task.labels)
        self._loader = DataLoader(
            train_set, batch_size=100, shuffle=True, pin_memory=task.device.type == "cuda"
        )
        self.model = Network().to(task.device)
        self._optimizer = torch.optim.Adam(self.model.parameters(), lr=0.003)

    def epoch(self) -> None:
        """Train for one epoch with the solution's `train_epoch`."""
        self._solution.train_epoch(self.model, self._loader, self._optimizer, self._device)


class OnTheDevice:
    """The recipe of exercise 18's solution for a GPU: nothing crosses the bus, and a step is one launch.

    The data set is on the device, batches are large and shifted there, the layout is channels-last, layers
    compute in bfloat16, the learning rate rises and falls in a line, and on CUDA a step is captured as a
    graph and replayed.
    """

    BATCH_SIZE = 250
    HIGHEST_RATE = 0.01
    WARM_UP = 0.2  # share of the steps in which the learning rate rises

    def __init__(self, task: Task) -> None:
        device, on_cuda = task.device, task.device.type == "cuda"
        self._data = F.pad(task.images.to(device)[:, None] / 255, (1, 1, 1, 1))
        self._labels = task.labels.to(device)
        self._steps, self._step = task.epochs * (len(self._labels) // self.BATCH_SIZE), 0
        self.model = Network().to(device, memory_format=torch.channels_last)
        self._rate = torch.zeros((), device=device)
        self._optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=self._rate, weight_decay=0.01, fused=on_cuda, capturable=on_cuda
        )
        # A graph reads its input where it was captured.
        self._images = torch.zeros(self.BATCH_SIZE, 1, 28, 28, device=device)
        self._images = self._images.to(memory_format=torch.channels_last)
        self._classes = torch.zeros(self.BATCH_SIZE, dtype=torch.int64, device=device)
        self._train_step = self._captured() if on_cuda else self._eager

    def epoch(self) -> None:
        """Train for one epoch; the images that do not fill a batch are left to the next."""
        for chosen in self._batches():
            top, left = random.randrange(3), random.randrange(3)
            self._images.copy_(self._data[chosen, :, top : top + 28, left : left + 28])
            self._classes.copy_(self._labels[chosen])
            progress = self._step / self._steps
            share = min(progress / self.WARM_UP, (1 - progress) / (1 - self.WARM_UP))
            self._rate.fill_(self.HIGHEST_RATE * max(share, 0.0))
            self._train_step()
            self._step += 1

    def _batches(self) -> Iterator[Tensor]:
        order = torch.randperm(len(self._labels), device=self._labels.device)
        return iter(order[: len(order) // self.BATCH_SIZE * self.BATCH_SIZE].split(self.BATCH_SIZE))

    def _eager(self) -> None:
        self._optimizer.zero_grad()
        with torch.autocast(self._images.device.type, torch.bfloat16, cache_enabled=False):
            loss = F.cross_entropy(self.model(self._images), self._classes)
        loss.backward()
        self._optimizer.step()

    def _captured(self) -> Callable[[], None]:
        """Capture a step as a graph, after steps that let libraries choose their algorithms.

        The learning rate is 0 until then, so they leave the weights alone; what they leave in the optimizer
        is cleared.
        """
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(3):
                self._eager()
        torch.cuda.current_stream().wait_stream(beside)
        self._optimizer.zero_grad()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._eager()
        for kept in self._optimizer.state.values():
            for value in kept.values():
                value.zero_()
        return graph.replay
