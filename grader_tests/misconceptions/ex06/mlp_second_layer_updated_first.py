"""Each layer is updated as soon as its gradient is known.

caught_by: test_mlp_step_by_hand, test_mlp_step_any_network
explanation: `w2` is changed before it is used to go back to the hidden layer, so the gradients of
`w1` and `b1` belong to a network that never ran. Compute all gradients first, and update
afterwards.
"""

import torch.nn.functional as F
from torch import Tensor


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    z = F.linear(x, params["w1"], params["b1"])
    hidden = F.relu(z)
    logits = F.linear(hidden, params["w2"], params["b2"])
    loss = F.cross_entropy(logits, labels)
    grad_logits = softmax_cross_entropy_backward(logits, labels)
    params["w2"] -= lr * grad_logits.T @ hidden
    params["b2"] -= lr * grad_logits.sum(dim=0)
    grad_z = relu_backward(z, grad_logits @ params["w2"])
    params["w1"] -= lr * grad_z.T @ x
    params["b1"] -= lr * grad_z.sum(dim=0)
    return loss.item()
