"""Losses as modules that bear the names of torch's own, softplus for the logarithms, and a `reduction`."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Loss(nn.Module):
    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def forward(self, outputs: Tensor, truth: Tensor) -> Tensor:
        losses = self.losses(outputs, truth)
        return getattr(losses, self.reduction)()


class MSELoss(Loss):
    def losses(self, outputs: Tensor, truth: Tensor) -> Tensor:
        _check_alike(outputs, truth)
        difference = truth - outputs
        return difference * difference


class BCEWithLogitsLoss(Loss):
    def losses(self, outputs: Tensor, truth: Tensor) -> Tensor:
        _check_alike(outputs, truth)
        return F.softplus(outputs) - outputs * truth


class CrossEntropyLoss(Loss):
    def losses(self, outputs: Tensor, truth: Tensor) -> Tensor:
        _check_classes(outputs, truth)
        own = torch.take_along_dim(outputs, truth.unsqueeze(1), dim=1).squeeze(1)
        return torch.logsumexp(outputs, 1) - own


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    return MSELoss()(prediction, target)


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    criterion = BCEWithLogitsLoss()
    loss = criterion(logits, targets)
    return loss


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    return CrossEntropyLoss("mean").forward(logits, labels)


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return BCEWithLogitsLoss()(logits, targets)


def predict_binary(logits: Tensor) -> Tensor:
    return logits.sigmoid().round().long()


def predict_multiclass(logits: Tensor) -> Tensor:
    return torch.topk(logits, 1, dim=-1)[1].squeeze(-1)


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return (torch.sigmoid(logits) - threshold).sign().clamp(min=0).type(torch.long)
