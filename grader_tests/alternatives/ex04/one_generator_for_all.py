"""The stratified split draws and shuffles with `split_indices`; `multinomial` for `randperm`; `data`."""

import numpy as np
import torch
from torch import Tensor


def as_tensor_copy(a: np.ndarray) -> Tensor:
    return torch.from_numpy(np.require(np.array(a, copy=True), requirements=["C", "W"]))


def to_numpy(t: Tensor) -> np.ndarray:
    t = t.data
    match t.dtype:
        case torch.bfloat16:
            t = t.to(device="cpu", dtype=torch.float)
        case torch.complex64 | torch.complex128:
            t = torch.complex(t.real.cpu(), t.imag.resolve_neg().cpu())
    return np.array(t.cpu())


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator()
    generator.manual_seed(seed)
    weights = torch.ones(n)
    order = torch.multinomial(weights, n, replacement=False, generator=generator)
    size = round(n * test_fraction)
    return order[: n - size].clone(), order[n - size :].clone()


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    def shuffled(parts: list[Tensor], key: int) -> Tensor:
        whole = torch.cat(parts)
        order, _ = split_indices(len(whole), 0.0, key) if len(whole) else (whole, None)
        return whole[order]

    train_parts, test_parts = [], []
    for label in range(int(labels.max()) + 1):
        members = (labels == label).nonzero(as_tuple=True)[0]
        if len(members) == 0:
            continue
        train, test = split_indices(len(members), test_fraction, seed + label)
        train_parts.append(members[train])
        test_parts.append(members[test])
    return shuffled(train_parts, seed), shuffled(test_parts, seed + 1)
