"""NumPy's own generators and functions; a mask for the test part; `asarray`; `to_numpy` step by step."""

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.asarray(a, copy=False)


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.as_tensor(np.array(a))


def to_numpy(t: Tensor) -> np.ndarray:
    plain = t.detach().cpu().resolve_conj().resolve_neg()
    return (plain.float() if plain.dtype is torch.bfloat16 else plain).numpy()


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    rng = np.random.default_rng(seed)
    test = rng.choice(n, size=round(n * test_fraction), replace=False)
    in_train = np.ones(n, dtype=bool)
    in_train[test] = False
    train = rng.permutation(np.flatnonzero(in_train))
    return torch.from_numpy(train), torch.from_numpy(test)


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    rng = np.random.RandomState(seed)
    classes = labels.numpy()
    train, test = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for label in np.unique(classes):
        members = np.flatnonzero(classes == label)
        rng.shuffle(members)
        cut = int(np.ceil(len(members) * test_fraction))
        test.append(members[:cut])
        train.append(members[cut:])
    parts = [np.concatenate(part) for part in (train, test)]
    for part in parts:
        rng.shuffle(part)
    return torch.tensor(parts[0]), torch.tensor(parts[1])
