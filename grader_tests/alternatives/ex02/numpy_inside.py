"""NumPy does the work on the same memory, and the results become tensors again."""

import numpy as np
import torch
from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return torch.from_numpy(x.numpy().reshape(x.size(0), -1))


def to_channels_last(x: Tensor) -> Tensor:
    return torch.from_numpy(x.numpy().transpose(0, 2, 3, 1))


def add_batch_dim(image: Tensor) -> Tensor:
    return torch.from_numpy(np.expand_dims(image.numpy(), 0))


def drop_dim(x: Tensor, dim: int) -> Tensor:
    return torch.from_numpy(np.squeeze(x.numpy(), axis=dim))  # which raises the ValueError by itself


def stack_images(images) -> Tensor:
    return torch.from_numpy(np.stack([image.numpy() for image in images]))


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    return torch.from_numpy(np.concatenate((a.numpy(), b.numpy()), axis=-1))


def shares_memory(a: Tensor, b: Tensor) -> bool:
    return np.shares_memory(a.numpy(), b.numpy())


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.from_numpy(np.inner(a.numpy(), b.numpy()))
