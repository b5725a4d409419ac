"""The loss shows what the step has brought.

caught_by: test_mlp_step_by_hand, test_mlp_step_any_network
explanation: You compute the loss with the changed parameters. Wanted is the loss that the gradients
belong to, of the network before the step.
"""

import torch.nn.functional as F
from torch import Tensor


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    z = F.linear(x, params["w1"], params["b1"])
    hidden = F.relu(z)
    logits = F.linear(hidden, params["w2"], params["b2"])
    grad_logits = softmax_cross_entropy_backward(logits, labels)
    grad_hidden, grad_w2, grad_b2 = linear_backward(hidden, params["w2"], grad_logits)
    _, grad_w1, grad_b1 = linear_backward(x, params["w1"], relu_backward(z, grad_hidden))
    params["w1"] -= lr * grad_w1
    params["b1"] -= lr * grad_b1
    params["w2"] -= lr * grad_w2
    params["b2"] -= lr * grad_b2
    hidden = F.relu(F.linear(x, params["w1"], params["b1"]))
    return F.cross_entropy(F.linear(hidden, params["w2"], params["b2"]), labels).item()
