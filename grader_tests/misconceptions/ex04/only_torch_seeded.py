"""A program that uses torch draws from torch.

caught_by: test_seed_everything
explanation: Transforms of images, loaders and plain Python code draw from `random` and from NumPy, too.
Their generators know nothing of `torch.manual_seed`: seed all three.
"""

import torch


def seed_everything(seed: int) -> None:
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
