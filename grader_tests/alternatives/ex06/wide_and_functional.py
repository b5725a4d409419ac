"""float64 inside, `vmap`, one-hot rows by comparison, logsumexp, `copy_` and the optimizer of torch."""

from collections.abc import Callable
from itertools import accumulate, repeat

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    return torch.stack(list(accumulate(repeat(None, steps), lambda x, _: x - grad(x).mul(lr), initial=x0)))


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    g = grad_out.double()
    outer = torch.vmap(torch.outer)(g, x.double()).sum(0)
    ones = torch.ones(1, len(g), dtype=g.dtype)
    return tuple(part.to(x.dtype) for part in (g.matmul(w.double()), outer, (ones @ g)[0]))


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return torch.heaviside(z, torch.zeros((), dtype=z.dtype)).mul(grad_out)


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    t = torch.tanh(z.double() / 2)
    return (grad_out * (1 - t**2) / 4).to(z.dtype)


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    right = labels.unsqueeze(-1) == torch.arange(logits.size(-1))
    p = torch.exp(logits - logits.logsumexp(dim=-1, keepdim=True))
    return torch.sub(p, right.to(p)) * (1 / logits.size(0))


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    with torch.inference_mode():
        wide = {name: value.double() for name, value in params.items()}
        hidden = (x.double() @ wide["w1"].t() + wide["b1"]).relu()
        logits = torch.addmm(wide["b2"], hidden, wide["w2"].t())
        loss = (logits.logsumexp(1) - logits.gather(1, labels[:, None])[:, 0]).mean()
        g2 = softmax_cross_entropy_backward(logits, labels)
        g1 = relu_backward(hidden, g2 @ wide["w2"])
        new = {
            "w1": wide["w1"] - lr * g1.t() @ x.double(),
            "b1": wide["b1"] - lr * g1.sum(0),
            "w2": wide["w2"] - lr * g2.t() @ hidden,
            "b2": wide["b2"] - lr * g2.sum(0),
        }
        for name, value in new.items():
            params[name].copy_(value)
    return float(loss)
