"""Elements picked by boolean masks, sums in float64, `logaddexp`; predictions written into zeros."""

import torch
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    wide = prediction.double() - target.double()
    return wide.pow(2).mean().to(prediction.dtype)


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    zero = torch.tensor(0.0, dtype=torch.float64)
    yes, no = logits[targets == 1].double(), logits[targets == 0].double()
    total = torch.logaddexp(zero, -yes).sum() + torch.logaddexp(zero, no).sum()
    return (total / logits.numel()).to(logits.dtype)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    is_label = torch.arange(logits.shape[1]).expand_as(logits) == labels.unsqueeze(-1)
    log_probabilities = torch.log_softmax(logits, -1, dtype=torch.float64)
    return log_probabilities.masked_select(is_label).mean().neg().to(logits.dtype)


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    return bce_with_logits(logits.flatten(), targets.flatten()) if logits.shape == targets.shape else refuse()


def refuse() -> Tensor:
    raise ValueError("logits and targets must have one shape")


def predict_binary(logits: Tensor) -> Tensor:
    answers = torch.zeros_like(logits, dtype=torch.int64)
    answers[logits > 0] = 1
    return answers


def predict_multiclass(logits: Tensor) -> Tensor:
    best = logits.amax(dim=1, keepdim=True)
    return (logits == best).long().argmax(dim=1)


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    probabilities = 1 / (1 + torch.exp(-logits))
    answers = torch.full(logits.shape, 0)
    return answers.masked_fill(probabilities > threshold, 1)
