"""Loops over samples and units, as on paper; the softmax from exponentials; updates with `sub_`."""

import math
from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    path = torch.empty(steps + 1, *x0.shape, dtype=x0.dtype)
    x = x0.clone()
    for step in range(steps + 1):
        path[step] = x
        if step < steps:
            x -= lr * grad(x)
    return path


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    grad_x, grad_w, grad_b = torch.zeros_like(x), torch.zeros_like(w), w.new_zeros(w.shape[0])
    for n in range(x.shape[0]):
        for o in range(w.shape[0]):
            g = grad_out[n, o]
            grad_x[n] += g * w[o]
            grad_w[o] += g * x[n]
            grad_b[o] += g
    return grad_x, grad_w, grad_b


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    result = grad_out.clone()
    result[z <= 0] = 0
    return result


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    e = torch.exp(-z)
    return grad_out * e / (1 + e) ** 2


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    rows = []
    for row, label in zip(logits, labels.tolist(), strict=True):
        e = torch.exp(row - row.max())
        p = e / e.sum()
        p[label] -= 1
        rows.append(p / len(labels))
    return torch.stack(rows)


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
    total, sums = 0.0, [torch.zeros_like(p) for p in (w1, b1, w2, b2)]
    for sample, label in zip(x, labels.tolist(), strict=True):
        z = w1 @ sample + b1
        a = torch.clamp(z, min=0)
        scores = w2 @ a + b2
        p = torch.softmax(scores, 0)
        total -= math.log(p[label])
        delta = p.clone()
        delta[label] -= 1
        back = (w2.T @ delta) * (a > 0)
        for s, g in zip(sums, (torch.outer(back, sample), back, torch.outer(delta, a), delta), strict=True):
            s += g
    for p, g in zip((w1, b1, w2, b2), sums, strict=True):
        p.sub_(g, alpha=lr / len(x))
    return total / len(x)
