"""`.grad` filled by hand and torch's SGD for the step; softmax as a Jacobian; bias as one more column."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor


class Walker:
    def __init__(self, x0, lr):
        self.x, self.lr, self.path = x0.detach().clone(), lr, [x0.detach().clone()]

    def step(self, grad):
        self.x.add_(grad(self.x), alpha=-self.lr)
        self.path.append(self.x.clone())


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    walker = Walker(x0, lr)
    while len(walker.path) <= steps:
        walker.step(grad)
    return torch.stack(walker.path, dim=0)


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    extended = F.pad(x, (0, 1), value=1.0)
    both = F.linear(grad_out.T, extended.T)
    return F.linear(grad_out, w.T), both[:, :-1], both[:, -1]


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return grad_out.masked_fill(z < 0, 0)


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return grad_out.detach() * F.sigmoid(z) * F.sigmoid(-z)


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    wide = logits.double()
    p = F.softmax(wide, dim=1)
    jacobian = torch.diag_embed(p) - p[:, :, None] * p[:, None, :]
    # d(-log p[label]) / dp is -1/p[label] at the label; p[label] cancels.
    at_label = jacobian[torch.arange(len(p)), labels]
    probability = p.gather(1, labels[:, None])
    slope = torch.where(probability > 0, -at_label / probability, p - F.one_hot(labels, p.shape[1]))
    return (slope / p.shape[0]).to(logits.dtype)


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    w1, b1, w2, b2 = params["w1"], params["b1"], params["w2"], params["b2"]
    optimizer = torch.optim.SGD([w1, b1, w2, b2], lr=lr)
    z1 = F.linear(x, w1, b1)
    a1 = F.relu(z1)
    z2 = F.linear(a1, w2, b2)
    loss = torch.nn.CrossEntropyLoss()(z2, labels)
    delta2 = softmax_cross_entropy_backward(z2, labels)
    da1, w2.grad, b2.grad = linear_backward(a1, w2, delta2)
    delta1 = relu_backward(z1, da1)
    _, w1.grad, b1.grad = linear_backward(x, w1, delta1)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
