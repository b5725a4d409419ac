"""Element by element and sample by sample, in Python loops."""

import torch
import torch.nn.functional as F
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    total = prediction.new_zeros(())
    for a, b in zip(prediction.flatten(), target.flatten(), strict=True):
        total = total + (a - b) * (a - b)
    return total / prediction.numel()


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    losses = []
    for logit, target in zip(logits.reshape(-1), targets.reshape(-1), strict=True):
        if target == 1:
            losses.append(-F.logsigmoid(logit))
        else:
            losses.append(-F.logsigmoid(-logit))
    return torch.stack(losses).mean()


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    if logits.dim() != 2 or labels.dim() != 1 or len(logits) != len(labels):
        raise ValueError("I need logits (N, K) and labels (N,)")
    if labels.dtype != torch.long or not logits.dtype.is_floating_point:
        raise ValueError("I need float logits and int64 labels")
    if any(label not in range(logits.size(1)) for label in labels.tolist()):
        raise ValueError("a label is out of range")
    total = 0
    for row, label in zip(logits, labels.tolist(), strict=True):
        largest = row.max().detach()
        total += (row - largest).exp().sum().log() + largest - row[label]
    return total / len(labels)


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return sum(bce_with_logits(x, y) for x, y in zip(logits, targets, strict=True)) / len(logits)


def predict_binary(logits: Tensor) -> Tensor:
    answers = [1 if number > 0 else 0 for number in logits.flatten().tolist()]
    return torch.tensor(answers, dtype=torch.int64).reshape(logits.shape)


def predict_multiclass(logits: Tensor) -> Tensor:
    rows = logits.tolist()
    return torch.tensor([row.index(max(row)) for row in rows], dtype=torch.int64)


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    result = torch.zeros(logits.shape, dtype=torch.int64)
    for position, probability in zip(
        (logits == logits).nonzero().tolist(), logits.sigmoid().flatten(), strict=True
    ):
        result[tuple(position)] = int(probability > threshold)
    return result
