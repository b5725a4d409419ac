# Check your work: grade check ex06    Stuck? Take a hint: grade hint ex06
"""Exercise 6: gradient descent and backpropagation, by hand.

What `loss.backward()` does is no magic: each operation knows how to turn the gradient with respect to its
output into the gradients with respect to its inputs, and the chain rule links these steps, from the loss back
to the weights. Here you write the steps for the operations of a small network, and then the whole network's.

Everywhere, `grad_out` is the gradient of some final number with respect to the output of an operation: it has
the output's shape, and says how much that number grows with each of its elements.

Autograd is not allowed in this file, not even to check yourself (do that in another one): no `backward`, no
`torch.autograd.grad`, nothing of `torch.func` that differentiates. All else of torch is, such as `F.linear`,
`F.softmax`, `F.one_hot`, `F.cross_entropy` (forward), `detach` and `torch.no_grad`. The tensors that you get
do not require gradients and need not be contiguous. Unless a docstring says otherwise, you leave them as they
are, and the answer has their dtype: all floating point tensors of one call have the same.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    """Walk downhill from `x0`: in each step against the gradient, `lr` times as far as it is long.

    All training is this walk; only finding the gradient takes more effort than here, where it is given.

    Args:
        grad: takes a tensor like `x0` and returns the gradient there, a tensor of the same shape and dtype.
        x0: floating point tensor of any shape, 0-dim too: where the walk starts.
        lr: the learning rate.
        steps: how many steps to take; may be 0.

    Returns:
        A tensor (steps + 1, *x0.shape) of all positions in order, `x0` itself first.

    Example:
        >>> descend(lambda x: 2 * x, torch.tensor(8.0), lr=0.25, steps=3)
        tensor([8., 4., 2., 1.])
    """
    raise NotImplementedError("descend is not written yet")


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Go back through a linear layer, whose output is `x @ w.T + b`.

    Each input element and each weight reaches several outputs, and each bias reaches a whole batch: its
    gradient is the sum of what comes back on all these ways. Nothing is divided by N: where a mean over the
    batch is taken, the 1/N is in `grad_out` already.

    Args:
        x: floating point tensor (N, I), the layer's input, N of 1 or more.
        w: tensor (O, I), its weights, as nn.Linear has them.
        grad_out: tensor (N, O).

    Returns:
        A tuple (grad_x, grad_w, grad_b) of tensors (N, I), (O, I) and (O,): the gradients with respect to the
        input, the weights and the bias.

    Example:
        >>> x, w = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0]])
        >>> linear_backward(x, w, torch.tensor([[1.0], [10.0]]))
        (tensor([[ 5.,  6.],
                [50., 60.]]), tensor([[31., 42.]]), tensor([11.]))
    """
    raise NotImplementedError("linear_backward is not written yet")


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    """Go back through ReLU, whose output is max(z, 0).

    Where z is negative, the output does not change with it, and nothing comes back.

    Args:
        z: floating point tensor of any shape, what ReLU was applied to. What happens where it is exactly 0 is
            up to you.
        grad_out: tensor of the same shape.

    Returns:
        The gradient with respect to `z`, a tensor of the same shape.

    Example:
        >>> relu_backward(torch.tensor([-1.0, 2.0]), torch.tensor([10.0, 20.0]))
        tensor([ 0., 20.])
    """
    raise NotImplementedError("relu_backward is not written yet")


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    """Go back through the sigmoid, whose output is s = 1 / (1 + exp(-z)) and whose slope is s * (1 - s).

    The slope is never more than a quarter and nearly 0 far from z = 0: networks of many sigmoids learn
    slowly, which is why ReLU took their place.

    Args:
        z: floating point tensor of any shape, what the sigmoid was applied to (not its output).
        grad_out: tensor of the same shape.

    Returns:
        The gradient with respect to `z`, a tensor of the same shape.

    Example:
        >>> sigmoid_backward(torch.tensor([0.0, 0.0]), torch.tensor([1.0, -8.0]))
        tensor([ 0.2500, -2.0000])
    """
    raise NotImplementedError("sigmoid_backward is not written yet")


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the gradient of the mean cross-entropy loss with respect to the logits.

    The loss of one sample is -log of the probability that softmax gives to its label, and the whole loss is
    the mean over the N samples. Softmax and logarithm together have a gradient far simpler than each alone:
    the probabilities, less 1 at the label, and all of that divided by N.

    It is right for logits of any size: with logits of 1000 and -1000 too, nothing overflows.

    Args:
        logits: floating point tensor (N, K), N of 1 or more.
        labels: int64 tensor (N,) with values from 0 to K - 1.

    Returns:
        A tensor (N, K).

    Example:
        >>> softmax_cross_entropy_backward(torch.zeros(2, 4), torch.tensor([0, 3]))
        tensor([[-0.3750,  0.1250,  0.1250,  0.1250],
                [ 0.1250,  0.1250,  0.1250, -0.3750]])
    """
    raise NotImplementedError("softmax_cross_entropy_backward is not written yet")


def mlp_step(params: dict[str, Tensor], x: Tensor, labels: Tensor, lr: float) -> float:
    """Train a network of two linear layers by one step of gradient descent.

    The network: a linear layer with `w1` and `b1`, ReLU, a linear layer with `w2` and `b2`, whose outputs are
    the logits. The loss is their mean cross-entropy. All gradients belong to the network as it was before the
    step; then each parameter loses `lr` times its gradient.

    The step is taken in place: the tensors in `params` themselves change, so that whoever else holds them
    sees the new numbers. `x` and `labels` stay as they are.

    Args:
        params: tensors `w1` (H, I), `b1` (H,), `w2` (K, H) and `b2` (K,).
        x: floating point tensor (N, I), N of 1 or more.
        labels: int64 tensor (N,) with values from 0 to K - 1.
        lr: the learning rate.

    Returns:
        The loss before the step, as a Python float.

    Example:
        >>> params = {"w1": torch.eye(2), "b1": torch.zeros(2), "w2": torch.zeros(2, 2), "b2": torch.zeros(2)}
        >>> x, labels = torch.tensor([[1.0, -1.0]]), torch.tensor([1])
        >>> round(mlp_step(params, x, labels, lr=0.1), 4)  # two classes, equally likely: log(2)
        0.6931
        >>> params["b2"]
        tensor([-0.0500,  0.0500])
    """
    raise NotImplementedError("mlp_step is not written yet")
