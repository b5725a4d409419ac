"""The stable formulas of textbooks, with the largest logit taken off; predictions from probabilities."""

import math

import torch
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    difference = prediction - target
    return (difference**2).sum() / difference.numel()


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    losses = logits.clamp(min=0) - logits * targets + torch.log(1 + torch.exp(-logits.abs()))
    return losses.mean()


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    shifted = logits - logits.amax(dim=1, keepdim=True)
    log_sums = shifted.exp().sum(dim=1).log()
    return (log_sums - shifted[torch.arange(len(labels)), labels]).mean()


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    of_labels = [bce_with_logits(logits[:, i], targets[:, i]) for i in range(logits.shape[1])]
    return torch.stack(of_labels).mean()


def predict_binary(logits: Tensor) -> Tensor:
    return torch.where(logits.sigmoid() > 0.5, 1, 0)


def predict_multiclass(logits: Tensor) -> Tensor:
    return logits.softmax(dim=1).max(dim=1).indices


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return torch.gt(logits, math.log(threshold) - math.log1p(-threshold)).long()
