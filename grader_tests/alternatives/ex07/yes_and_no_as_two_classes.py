"""A yes-or-no question is a choice of two classes with logits (0, x); labels are picked by one-hot rows."""

import torch
import torch.nn.functional as F
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    if prediction.size() != target.size():
        raise ValueError("prediction and target have different shapes")
    if not torch.is_floating_point(prediction) or not torch.is_floating_point(target):
        raise ValueError("prediction and target must be floats")
    return torch.dist(prediction, target, p=2) ** 2 / prediction.numel()


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    if logits.size() != targets.size() or logits.dtype != targets.dtype or not logits.is_floating_point():
        raise ValueError(f"{logits.dtype} {logits.shape} and {targets.dtype} {targets.shape} do not match")
    two_classes = torch.stack([torch.zeros_like(logits), logits], dim=-1)
    log_probabilities = F.log_softmax(two_classes, dim=-1)
    weights = torch.stack([1 - targets, targets], dim=-1)
    return -(weights * log_probabilities).sum(dim=-1).mean()


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    try:
        n, k = logits.shape
        (m,) = labels.shape
    except ValueError as error:
        raise ValueError("logits must be (N, K), labels (N,)") from error
    if n != m or labels.dtype is not torch.int64 or not logits.is_floating_point():
        raise ValueError("one int64 label for each row of floats, please")
    if labels.min() < 0 or labels.max() > k - 1:
        raise ValueError(f"labels run from 0 to {k - 1}")
    rows = torch.eye(k, dtype=logits.dtype)[labels]
    return -torch.einsum("nk,nk->", rows, torch.log_softmax(logits, dim=-1)) / n


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return torch.where(targets == 1, -logits, logits).logaddexp(torch.zeros_like(logits)).mean()


def predict_binary(logits: Tensor) -> Tensor:
    return torch.stack([torch.zeros_like(logits), logits], dim=-1).argmax(-1)


def predict_multiclass(logits: Tensor) -> Tensor:
    return logits.argsort(dim=1, descending=True)[:, 0]


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return torch.heaviside(logits.sigmoid() - threshold, torch.zeros((), dtype=logits.dtype)).to(torch.int64)
