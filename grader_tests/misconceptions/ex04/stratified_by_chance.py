"""A random split has about the same classes in both parts.

caught_by: test_stratified_shares
explanation: On average it has, but a single split misses by several items, and a rare class may be missing
altogether. Split each class on its own.
"""

from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    return split_indices(len(labels), test_fraction, seed)
