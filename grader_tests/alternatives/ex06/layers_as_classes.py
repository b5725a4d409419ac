"""Layers as classes with a method `backward` of their own, Parameters that share memory, and no_grad."""

from collections.abc import Callable

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class Linear:
    def __init__(self, w, b):
        self.layer = nn.Linear(w.shape[1], w.shape[0], dtype=w.dtype)
        self.layer.weight, self.layer.bias = nn.Parameter(w), nn.Parameter(b)

    def __call__(self, x):
        self.x = x
        return self.layer(x)

    def backward(self, g):
        self.w_grad = torch.einsum("no,ni->oi", g, self.x)
        self.b_grad = torch.einsum("no->o", g)
        return torch.einsum("no,oi->ni", g, self.layer.weight)

    @torch.no_grad()
    def step(self, lr):
        self.layer.weight -= lr * self.w_grad
        self.layer.bias -= lr * self.b_grad


class Relu:
    def __call__(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, g):
        return torch.where(self.mask, g, 0.0)


class Sigmoid:
    def __call__(self, x):
        self.y = 1 / (1 + torch.exp(-x))
        return self.y

    def backward(self, g):
        return g * (self.y - self.y.square())


class CrossEntropy:
    def __call__(self, logits, labels):
        self.log_p, self.labels = F.log_softmax(logits, dim=-1), labels
        return F.nll_loss(self.log_p, labels)

    def backward(self):
        g = self.log_p.exp()
        g[torch.arange(len(g)), self.labels] -= 1
        return g.div(len(g))


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    def walk(x, left):
        yield x
        if left:
            yield from walk(torch.sub(x, grad(x), alpha=lr), left - 1)

    return torch.cat([x.unsqueeze(0) for x in walk(x0, steps)])


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    layer = Linear(w, w.new_zeros(len(w)))
    layer(x)
    return layer.backward(grad_out).detach(), layer.w_grad, layer.b_grad


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    relu = Relu()
    relu(z)
    return relu.backward(grad_out)


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    sigmoid = Sigmoid()
    sigmoid(z)
    return sigmoid.backward(grad_out)


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    loss = CrossEntropy()
    loss(logits, labels)
    return loss.backward()


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    layers = [Linear(params["w1"], params["b1"]), Relu(), Linear(params["w2"], params["b2"])]
    out = x
    for layer in layers:
        out = layer(out)
    criterion = CrossEntropy()
    loss = criterion(out.detach(), labels)
    g = criterion.backward()
    for layer in reversed(layers):
        g = layer.backward(g)
    for layer in layers[::2]:
        layer.step(lr)
    return loss.item()
