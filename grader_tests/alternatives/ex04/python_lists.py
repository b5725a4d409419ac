"""Lists of Python and its `random.Random`; DLPack for the shared memory; a dict of classes."""

import random
from collections import defaultdict

import numpy as np
import torch
from torch import Tensor


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.from_dlpack(a)


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.tensor(np.ascontiguousarray(a))


def to_numpy(t: Tensor) -> np.ndarray:
    dtype = torch.empty(0, dtype=torch.float32 if t.dtype == torch.bfloat16 else t.dtype).numpy().dtype
    return np.array(t.detach().cpu().resolve_conj().tolist(), dtype=dtype).reshape(tuple(t.shape))


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    order = list(range(n))
    random.Random(seed).shuffle(order)
    cut = n - round(n * test_fraction)
    train, test = order[:cut], order[cut:]
    return torch.tensor(train, dtype=torch.int64), torch.tensor(test, dtype=torch.long)


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = random.Random(seed)
    members = defaultdict(list)
    for position, label in enumerate(labels.tolist()):
        members[label].append(position)
    train, test = [], []
    for positions in members.values():
        test_size = int(len(positions) * test_fraction)
        chosen = set(generator.sample(positions, test_size))
        test.extend(chosen)
        train.extend(position for position in positions if position not in chosen)
    generator.shuffle(train)
    generator.shuffle(test)
    return torch.tensor(train, dtype=torch.int64), torch.tensor(test, dtype=torch.int64)


def seed_everything(seed: int) -> None:
    generators = (random.seed, np.random.seed, torch.random.manual_seed)
    for function in generators:
        function(seed)
