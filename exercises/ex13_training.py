# Check your work: grade check ex13    Stuck? Take a hint: grade hint ex13
"""Exercise 13: the training loop.

Everything so far comes together here. Training goes over the data again and again; one pass is an epoch.
For each batch the loop asks the model for outputs, asks the loss function how wrong they are, asks autograd
for the gradients, and lets the optimizer take one step. Around that loop stands the bookkeeping: what was
the mean loss, how many images were classified correctly, on the training data and on data that the model
never trained on?

In all functions `model` turns inputs (N, ...) into logits (N, K), `loader` is a `DataLoader` of batches
`(inputs, labels)` with int64 labels (N,), and the last batch may be smaller than the others.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

LossFunction = Callable[[Tensor, Tensor], Tensor]


def train_epoch(
    model: nn.Module, loader: DataLoader, optimizer: Optimizer, loss_fn: LossFunction = F.cross_entropy
) -> dict[str, float]:
    """Train the model for one epoch: one step of the optimizer for each batch of the loader.

    The model trains in training mode, whatever mode it comes in, and is left in training mode.

    Args:
        model: is changed in place.
        loader: batches (inputs, labels); each batch is used once.
        optimizer: already holds the model's parameters.
        loss_fn: called as `loss_fn(outputs, labels)`, gives the mean loss over the batch as a 0-dim tensor.

    Returns:
        A dict of two Python floats. `loss` is the mean loss over all samples of the epoch (over samples: a
        small last batch counts for less than a full one), `accuracy` is the share of samples, from 0 to 1,
        whose largest logit is at their label. Both are taken from the outputs that the steps are computed
        from, so before each step. They are plain numbers: a running total that still hangs on its graph
        keeps each batch's graph in memory.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> inputs, labels = torch.eye(2).repeat(5, 1), torch.tensor([0, 1] * 5)
        >>> loader = DataLoader(TensorDataset(inputs, labels), batch_size=4)
        >>> model = nn.Linear(2, 2)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> history = [train_epoch(model, loader, optimizer) for _ in range(20)]
        >>> sorted(history[0])
        ['accuracy', 'loss']
        >>> history[0]["loss"] > history[-1]["loss"]
        True
        >>> history[-1]["accuracy"]
        1.0
    """
    raise NotImplementedError("train_epoch is not written yet")


def evaluate(
    model: nn.Module, loader: DataLoader, loss_fn: LossFunction = F.cross_entropy
) -> dict[str, float]:
    """Measure the model on all batches of the loader without changing anything.

    The model runs in evaluation mode and no graph is recorded. Afterwards the model is as it was: each
    submodule is in the mode that it came in (one frozen layer may have been in evaluation mode while the
    rest trains), also when the model raises an exception half-way.

    Args:
        model: gives logits (N, K).
        loader: batches (inputs, labels).
        loss_fn: called as `loss_fn(outputs, labels)`, gives the mean loss over the batch as a 0-dim tensor.

    Returns:
        The same dict as `train_epoch`: `loss` and `accuracy` over all samples, two Python floats.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Identity()  # its inputs are its logits
        >>> inputs = torch.tensor([[4.0, 0.0], [0.0, 4.0], [4.0, 0.0], [4.0, 0.0]])
        >>> loader = DataLoader(TensorDataset(inputs, torch.tensor([0, 1, 0, 1])), batch_size=3)
        >>> result = evaluate(model, loader)
        >>> result["accuracy"], round(result["loss"], 4)
        (0.75, 1.0181)
        >>> model.training
        True
    """
    raise NotImplementedError("evaluate is not written yet")


def fit(
    model: nn.Module, train_loader: DataLoader, test_loader: DataLoader, optimizer: Optimizer, epochs: int
) -> list[dict[str, float]]:
    """Train for several epochs with cross-entropy, and measure the model after each on other data.

    The grader trains the notes' Network with your `fit` (three epochs over 6,000 images) and then counts
    how many images that only the grader has are classified correctly: 60 % or more are wanted, right code
    gets to about 74 %.

    Args:
        model: is changed in place.
        train_loader: batches to train on; start a fresh pass over it in each epoch, as it may shuffle each
            time.
        test_loader: batches to measure on, never to train on.
        optimizer: already holds the model's parameters.
        epochs: how many times to go over the training data.

    Returns:
        One dict an epoch, in order: `epoch` (1, 2, ...), `train_loss` and `train_accuracy` (what
        `train_epoch` reports), `test_loss` and `test_accuracy` (what `evaluate` reports after the epoch's
        last step).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> inputs, labels = torch.eye(2).repeat(5, 1), torch.tensor([0, 1] * 5)
        >>> loader = DataLoader(TensorDataset(inputs, labels), batch_size=4)
        >>> model = nn.Linear(2, 2)
        >>> history = fit(model, loader, loader, torch.optim.SGD(model.parameters(), lr=1.0), epochs=3)
        >>> [row["epoch"] for row in history]
        [1, 2, 3]
        >>> sorted(history[0])
        ['epoch', 'test_accuracy', 'test_loss', 'train_accuracy', 'train_loss']
    """
    raise NotImplementedError("fit is not written yet")
