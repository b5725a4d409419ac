"""Losses whose gradients are written by hand, as autograd functions; masks select what is true."""

import torch
from torch import Tensor


class SquaredError(torch.autograd.Function):
    @staticmethod
    def forward(ctx, prediction: Tensor, target: Tensor) -> Tensor:
        ctx.difference = prediction - target
        return ctx.difference.square().mean()

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor]:
        slope = 2 * ctx.difference / ctx.difference.numel() * grad
        return slope, -slope


class BinaryLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits: Tensor, targets: Tensor) -> Tensor:
        ctx.save_for_backward(logits, targets)
        against = torch.where(targets == 1, -logits, logits)  # how far the logit points the wrong way
        return (against.relu() + (-against.abs()).exp().log1p()).mean()

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, None]:
        logits, targets = ctx.saved_tensors
        return (logits.sigmoid() - targets) / logits.numel() * grad, None


class ClassLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits: Tensor, labels: Tensor) -> Tensor:
        chosen = torch.zeros_like(logits, dtype=torch.bool).scatter_(1, labels[:, None], True)
        ctx.save_for_backward(logits, chosen)
        return (logits.logsumexp(1) - logits[chosen]).mean()

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, None]:
        logits, chosen = ctx.saved_tensors
        return (logits.softmax(1) - chosen.to(logits.dtype)) / len(logits) * grad, None


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    return SquaredError.apply(prediction, target)


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return BinaryLoss.apply(logits, targets)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    return ClassLoss.apply(logits, labels)


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    n, k = logits.shape
    return BinaryLoss.apply(logits.reshape(n * k), targets.reshape(n * k))
