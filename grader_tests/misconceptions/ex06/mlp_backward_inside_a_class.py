"""A class with a method `backward` makes backpropagation one's own.

caught_by: test_mlp_step_by_hand, test_mlp_step_any_network
explanation: The method is yours, but inside it autograd computes all gradients, which this exercise
does not allow. Let the method go through the layers with the functions that you wrote.
"""

import torch.nn.functional as F
from torch import Tensor


class Model:
    def __init__(self, params):
        self.leaves = {name: value.clone().requires_grad_() for name, value in params.items()}

    def forward(self, x, labels):
        hidden = F.relu(F.linear(x, self.leaves["w1"], self.leaves["b1"]))
        self.loss = F.cross_entropy(F.linear(hidden, self.leaves["w2"], self.leaves["b2"]), labels)

    def backward(self):
        self.loss.backward()


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    model = Model(params)
    model.forward(x, labels)
    model.backward()
    for name, leaf in model.leaves.items():
        params[name] -= lr * leaf.grad
    return model.loss.item()
