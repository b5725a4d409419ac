"""`random_split` and its Subsets, more settings for repeatable runs, ranks within a class without a loop."""

import os
import random

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import random_split


def as_tensor_shared(a: np.ndarray) -> Tensor:
    return torch.as_tensor(a)


def as_tensor_copy(a: np.ndarray) -> Tensor:
    result = torch.empty(a.shape, dtype=torch.from_numpy(np.empty(0, a.dtype)).dtype)
    result.numpy()[...] = a
    return result


def to_numpy(t: Tensor) -> np.ndarray:
    with torch.no_grad():
        dtype = torch.float32 if t.dtype == torch.bfloat16 else t.dtype
        plain = torch.empty(t.shape, dtype=dtype, device="cpu")
        plain.copy_(t)
        return plain.numpy()


def seed_everything(seed: int) -> None:
    os.environ["PYTHONHASHSEED"] = str(seed)
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator()
    generator.manual_seed(seed)
    sizes = [n - round(n * test_fraction), round(n * test_fraction)]
    train, test = random_split(range(n), sizes, generator=generator)
    return torch.LongTensor(train.indices), torch.LongTensor(test.indices)


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    members = labels[order, None] == labels.unique()
    rank = (members.cumsum(dim=0) * members).sum(dim=1)  # from 1, among the items of its class
    count = (members * members.sum(dim=0)).sum(dim=1)
    in_test = rank <= (count * test_fraction).round()
    return order[~in_test], order[in_test]
