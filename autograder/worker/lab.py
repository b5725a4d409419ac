"""Building blocks for suites: the same models, loaders and optimizers on both sides of the boundary.

A suite builds them in the worker (`submission.lab.network(state)`) and, from the same numbers, in the grader
(`lab.network(state)`), runs the learner's code on the one and the reference on the other, and compares.
Nothing here is secret.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset

State = Mapping[str, Tensor]
_Model = TypeVar("_Model", bound=nn.Module)


class Network(nn.Module):
    """The notes' convolutional network: (N, 1, 28, 28) images to (N, 10) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 12, 5)
        self.fc1 = nn.Linear(192, 120)
        self.fc2 = nn.Linear(120, 60)
        self.out = nn.Linear(60, 10)

    def forward(self, t: Tensor) -> Tensor:
        """Return raw logits."""
        t = F.max_pool2d(F.relu(self.conv1(t)), 2)
        t = F.max_pool2d(F.relu(self.conv2(t)), 2)
        t = F.relu(self.fc1(t.flatten(1)))
        result: Tensor = self.out(F.relu(self.fc2(t)))
        return result


def network(state: State | None = None) -> Network:
    """Return the notes' network, with the weights and dtype of `state` if given."""
    return _filled(Network(), state)


def mlp(state: State) -> nn.Sequential:
    """Return linear layers with ReLU between them, from "0.weight", "0.bias", "2.weight", ..."""
    numbers = sorted(int(match[1]) for key in state if (match := re.fullmatch(r"(\d+)\.weight", key)))
    layers: list[nn.Module] = []
    for number in numbers:
        outputs, inputs = state[f"{number}.weight"].shape
        layers += [nn.Linear(inputs, outputs, bias=f"{number}.bias" in state), nn.ReLU()]
    return _filled(nn.Sequential(*layers[:-1]), state)


def _filled(model: _Model, state: State | None) -> _Model:
    if state is not None:
        model.to(next(iter(state.values())).dtype)
        model.load_state_dict(dict(state))
    return model


def dataset(images: Tensor, labels: Tensor) -> TensorDataset:
    """Return a dataset of (image, label) pairs."""
    return TensorDataset(images, labels)


def subset(data: Dataset[Any], indices: Sequence[int]) -> Subset[Any]:
    """Return the given items of a dataset."""
    return Subset(data, list(indices))


def loader(
    images: Tensor, labels: Tensor, batch_size: int, shuffle: bool = False, seed: int = 0
) -> DataLoader[Any]:
    """Return a loader of (images, labels) batches; the last batch is kept, the order follows the seed."""
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(
        TensorDataset(images, labels), batch_size=batch_size, shuffle=shuffle, generator=generator
    )


def sgd(model: nn.Module, lr: float, momentum: float = 0.0) -> torch.optim.SGD:
    """Return torch's SGD over all parameters of a model."""
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


def adam(model: nn.Module, lr: float) -> torch.optim.Adam:
    """Return torch's Adam over all parameters of a model."""
    return torch.optim.Adam(model.parameters(), lr=lr)


def state(model: nn.Module) -> dict[str, Tensor]:
    """Return copies of a model's parameters and buffers by name."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def modes(model: nn.Module) -> dict[str, bool]:
    """Return the training flag of every submodule by name ("" is the model itself)."""
    return {name: module.training for name, module in model.named_modules()}


def function(dotted: str) -> Any:
    """Return a library's object by its dotted name, such as "torch.nn.functional.cross_entropy"."""
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


def fill(tensor: Tensor, value: float) -> None:
    """Overwrite a tensor in place, also one that requires a gradient."""
    with torch.no_grad():
        tensor.fill_(value)
