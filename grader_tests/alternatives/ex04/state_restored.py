"""The global generator with its state put back; sorting by random keys; lists instead of tuples."""

import random
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor


@contextmanager
def seeded(seed):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    try:
        yield
    finally:
        torch.set_rng_state(state)


def as_tensor_copy(a: np.ndarray) -> Tensor:
    if a.size == 0:
        return torch.tensor(a)
    return torch.from_numpy(np.copy(a, order="C"))


def to_numpy(t: Tensor) -> np.ndarray:
    plain = t.clone().detach().to("cpu")
    if plain.is_conj():
        plain = plain.resolve_conj()
    try:
        return np.asarray(plain)
    except TypeError:
        return np.asarray(plain.to(torch.float32))


def seed_everything(seed: int) -> None:
    random.setstate(random.Random(seed).getstate())
    np.random.set_state(np.random.RandomState(seed).get_state())
    torch.set_rng_state(torch.Generator().manual_seed(seed).get_state())


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    with seeded(seed):
        order = torch.rand(n).argsort()
    test, train = order.split([round(n * test_fraction), n - round(n * test_fraction)])
    return [train, test]


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    in_test = torch.zeros(labels.shape, dtype=torch.bool)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for label in set(labels.tolist()):
            (members,) = torch.where(labels == label)
            size = max(1, round(members.numel() * test_fraction))
            in_test[members[torch.randperm(members.numel())[:size]]] = True
        order = torch.randperm(labels.numel())
    test = order[in_test[order]]
    train = order[in_test.logical_not()[order]]
    return train, test
