# Check your work: grade check ex08    Stuck? Take a hint: grade hint ex08
"""Exercise 8: optimizers, which turn gradients into steps.

`loss.backward()` leaves a gradient in the `.grad` of each parameter: the direction in which the loss grows
fastest. An optimizer moves the parameters the other way. A training loop calls it twice for each batch:
`zero_grad()` throws the last batch's gradients away, and `step()`, after `backward()`, takes one step.

You write the two that are used most. SGD, stochastic gradient descent, goes against the gradient, with
momentum if wanted: then it keeps rolling in the direction in which earlier gradients pointed. Adam gives each
single number in each parameter a step size of its own, made from how large its gradients have been.

What both have in common:

- `params` is any iterable of tensors that require gradients, and it may be a generator, such as
  `model.parameters()`, which can be read only once. (An empty one, or one tensor twice, is not looked at.)
- Parameters may have any shape, also (), and need not be contiguous. Each has a memory of its own, in its own
  dtype; two optimizers have nothing in common.
- `step()` changes the parameters in place, in their own memory, so that whoever looks at the same memory, by
  a view such as `p.detach()` for example, sees the new numbers. They still require gradients, no graph is
  recorded, and gradients are on or off afterwards as they were before.
- `step()` leaves each `.grad` as it was. The caller may write the next gradient into the same tensor.
- `step()` skips a parameter whose `.grad` is None: the parameter and all that is remembered for it stay as
  they are, as if `step()` had not been called. A gradient of zeros is a gradient like any other.

Parameters end up where torch's own optimizers take them. `torch.optim` is what you write here, so it is not
allowed anywhere in this file.
"""

from collections.abc import Iterable

import torch
from torch import Tensor


class SGD:
    """Gradient descent, with momentum and weight decay if wanted.

    For a parameter p with gradient g, a step does this:

    1. Weight decay, which pulls all numbers towards 0: g becomes g + weight_decay * p.
    2. Momentum: the velocity v, 0 before the first step, becomes momentum * v + g.
    3. p becomes p - lr * v.

    Example:
        >>> p = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> optimizer = SGD([p], lr=0.5)
        >>> p.grad = torch.tensor([1.0, -1.0])
        >>> optimizer.step()
        >>> p.detach()
        tensor([0.5000, 2.5000])
        >>> optimizer.zero_grad()
        >>> p.grad is None
        True
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.0, weight_decay: float = 0.0
    ) -> None:
        """Remember the parameters and the settings.

        Args:
            params: the tensors to optimize.
            lr: the learning rate.
            momentum: how much of the velocity is kept from step to step, from 0 to less than 1.
            weight_decay: how strongly the parameters are pulled towards 0; 0 or more.
        """
        raise NotImplementedError("SGD.__init__ is not written yet")

    def step(self) -> None:
        """Move each parameter that has a gradient by one step."""
        raise NotImplementedError("SGD.step is not written yet")

    def zero_grad(self) -> None:
        """Set the `.grad` of each parameter to None, whether it has one or not."""
        raise NotImplementedError("SGD.zero_grad is not written yet")


class Adam:
    """Adam: a step size for each single number, from running means of gradients and of their squares.

    For a parameter p with gradient g, whose t-th step this is (its first one has t = 1), with
    betas = (beta1, beta2), a step does this, number by number:

    1. The mean of gradients m, 0 before the first step, becomes beta1 * m + (1 - beta1) * g.
    2. The mean of squares s, 0 before the first step, becomes beta2 * s + (1 - beta2) * g**2.
    3. Both start at 0, and are too small at first. Bias correction divides them by what they lack:
       M = m / (1 - beta1**t) and S = s / (1 - beta2**t).
    4. p becomes p - lr * M / (sqrt(S) + eps).

    t counts the steps of one parameter: it stands still when the parameter has no gradient.

    Example:
        >>> p = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> optimizer = Adam([p], lr=0.25)
        >>> p.grad = torch.tensor([100.0, -0.5])
        >>> optimizer.step()  # a first step is as long as lr, whatever the gradient
        >>> p.detach()
        tensor([0.7500, 2.2500])
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        """Remember the parameters and the settings.

        Args:
            params: the tensors to optimize.
            lr: the learning rate.
            betas: how much the two running means keep from step to step, each from 0 to less than 1.
            eps: more than 0; keeps the division from going wrong where the mean of squares is 0.
        """
        raise NotImplementedError("Adam.__init__ is not written yet")

    def step(self) -> None:
        """Move each parameter that has a gradient by one step."""
        raise NotImplementedError("Adam.step is not written yet")

    def zero_grad(self) -> None:
        """Set the `.grad` of each parameter to None, whether it has one or not."""
        raise NotImplementedError("Adam.zero_grad is not written yet")
