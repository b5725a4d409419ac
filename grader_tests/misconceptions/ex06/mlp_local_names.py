"""Assigning to a local name changes the parameter.

caught_by: test_mlp_step_by_hand, test_mlp_step_any_network
explanation: `w1 = w1 - ...` binds the local name to a new tensor, and the parameter stays as it
was. `w1 -= ...` changes the tensor itself.
"""

import torch.nn.functional as F
from torch import Tensor


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    z = F.linear(x, params["w1"], params["b1"])
    hidden = F.relu(z)
    logits = F.linear(hidden, params["w2"], params["b2"])
    loss = F.cross_entropy(logits, labels)
    grad_logits = softmax_cross_entropy_backward(logits, labels)
    grad_hidden, grad_w2, grad_b2 = linear_backward(hidden, params["w2"], grad_logits)
    _, grad_w1, grad_b1 = linear_backward(x, params["w1"], relu_backward(z, grad_hidden))
    w1 = params["w1"] - lr * grad_w1
    b1 = params["b1"] - lr * grad_b1
    w2 = params["w2"] - lr * grad_w2
    b2 = params["b2"] - lr * grad_b2
    return loss.item()
