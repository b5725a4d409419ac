"""Works in float32 inside, also for float64; ready-made torch functions where there are any."""

import torch
import torch.nn.functional as F
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    last = x.float().movedim(dim, -1)
    result = F.layer_norm(last, last.shape[-1:], eps=0.0)
    flat = last.amax(-1) == last.amin(-1)
    result = torch.where(flat.unsqueeze(-1), torch.zeros_like(result), result)
    return result.movedim(-1, dim).to(x.dtype)


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    left, right = a.float(), b.float()
    squared = torch.addmm(left.pow(2).sum(1, keepdim=True) + right.pow(2).sum(1), left, right.t(), alpha=-2)
    return torch.sqrt(torch.maximum(squared, torch.tensor(1e-12))).to(a.dtype)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    if a.dim() == 2 and b.dim() == 2:
        return torch.mm(a, b)
    leading = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    left = a.expand(*leading, -1, -1).reshape(-1, *a.shape[-2:])
    right = b.expand(*leading, -1, -1).reshape(-1, *b.shape[-2:])
    return torch.bmm(left, right).reshape(*leading, a.shape[-2], b.shape[-1])


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    low, low_columns = x.min(dim=1)
    high, high_columns = x.max(dim=1)
    top, bottom = int(low.argmin()), int(high.argmax())
    return (top, int(low_columns[top])), (bottom, int(high_columns[bottom]))


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x[torch.where(mask)[0], :].clone()


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return torch.take_along_dim(scores, labels.reshape(-1, 1), dim=1).view(-1)


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    if labels.numel() > 0:
        low, high = torch.aminmax(labels)
        if low < 0 or high > num_classes - 1:
            raise ValueError("labels must be class numbers")
    return torch.eye(num_classes)[labels]
