"""`loss.backward()` is how one goes back.

caught_by: test_mlp_step_by_hand, test_mlp_step_any_network
explanation: Autograd goes back for you, and this exercise does not allow it. The way back is three
of your own functions: cross-entropy, linear layer, ReLU, and the linear layer once more.
"""

import torch.nn.functional as F
from torch import Tensor


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    leaves = {name: value.clone().requires_grad_() for name, value in params.items()}
    hidden = F.relu(F.linear(x, leaves["w1"], leaves["b1"]))
    loss = F.cross_entropy(F.linear(hidden, leaves["w2"], leaves["b2"]), labels)
    loss.backward()
    for name, leaf in leaves.items():
        params[name] -= lr * leaf.grad
    return loss.item()
