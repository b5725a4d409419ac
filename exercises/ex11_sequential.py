# Check your work: grade check ex11    Stuck? Take a hint: grade hint ex11
"""Exercise 11: `nn.Sequential`, built in three ways.

`nn.Sequential` is a network without a `forward` of yours: it sends its input through its layers, one after
the other. So everything that happens on the way must be a layer, also what a class does with functions: ReLU,
pooling and flattening.

You build the Network of exercise 10 in this form, for images (N, 1, 28, 28), with these twelve layers in this
order:

- `conv1`: convolution, 1 to 6 channels, 5x5 kernel
- `relu1`: ReLU
- `pool1`: max pooling 2x2
- `conv2`: convolution, 6 to 12 channels, 5x5 kernel
- `relu2`: ReLU
- `pool2`: max pooling 2x2
- `flatten`: to 192 numbers an image; the batch dimension stays
- `fc1`: linear, 192 to 120
- `relu3`: ReLU
- `fc2`: linear, 120 to 60
- `relu4`: ReLU
- `out`: linear, 60 to 10; the answers are raw scores (N, 10)

Each layer is a module of its own, also those without weights: one that stands in two places is counted and
printed once, and taking it out of one place changes the other. Each call makes a new network that shares
nothing with those made before.

Then you write two functions that show that networks built differently are one and the same: you copy weights
from one to another, and compare what they compute.
"""

from collections import OrderedDict

import torch
import torch.nn as nn
from torch import Tensor


def positional() -> nn.Sequential:
    """Build the network by passing the layers to `nn.Sequential` as arguments.

    This is the shortest way. The layers get their positions as names, so `state_dict()` has keys such as
    "0.weight", and a layer that is inserted later changes the names of all that follow.

    Returns:
        An `nn.Sequential` of the twelve layers, which are named "0" to "11".

    Example:
        >>> network = positional()
        >>> len(network)
        12
        >>> network(torch.zeros(2, 1, 28, 28)).shape
        torch.Size([2, 10])
    """
    raise NotImplementedError("positional is not written yet")


def ordered() -> nn.Sequential:
    """Build the network by passing an `OrderedDict` of names and layers to `nn.Sequential`.

    Now the layers have names that say what they are for: `network.conv1`, and "conv1.weight" in
    `state_dict()`. As in any dict, a name stands for one layer only.

    Returns:
        An `nn.Sequential` of the twelve layers, named as in the list above.

    Example:
        >>> [name for name, _ in ordered().named_children()][:3]
        ['conv1', 'relu1', 'pool1']
    """
    raise NotImplementedError("ordered is not written yet")


def added() -> nn.Sequential:
    """Build the network by adding named layers to an empty `nn.Sequential`, with `add_module`.

    This way the number of layers can depend on something that is known only when the program runs.

    Returns:
        An `nn.Sequential` of the twelve layers, named as in the list above.

    Example:
        >>> [name for name, _ in added().named_children()][-2:]
        ['relu4', 'out']
    """
    raise NotImplementedError("added is not written yet")


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    """Say whether two networks give the same output for an input.

    Whoever rebuilds a network wants to know whether the new one still does what the old one did. What the two
    are made of does not count, only what comes out.

    Both run in evaluation mode, in which dropout, for example, is off. Afterwards all is as it was: each
    submodule of both has its own mode back, also when a forward pass raises an exception, which is passed on.
    `a` and `b` may be one and the same network, or share parts.

    Args:
        a: a network whose output is one tensor.
        b: another one.
        x: an input that both can take; it stays as it is.

    Returns:
        A Python bool. True where the outputs have the same shape, and `torch.allclose` with its default
        tolerances finds them equal up to rounding. Outputs of different shapes are different, whatever is in
        them.

    Example:
        >>> x = torch.tensor([[1.0, -2.0]])
        >>> same_function(nn.ReLU(), nn.Sequential(nn.ReLU(), nn.Dropout(0.5)), x)
        True
        >>> same_function(nn.ReLU(), nn.Identity(), x)
        False
    """
    raise NotImplementedError("same_function is not written yet")


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    """Copy all parameters and buffers of one network into another, in the order of their `state_dict()`.

    The networks of this exercise have the same weights under different names, so `load_state_dict` refuses
    them. The order is the same: the first tensor in the `state_dict()` of `source` goes to the first in that
    of `target`, whatever the two are called, and so on.

    The values are copied: what happens to one network later does not change the other. Everything else about
    the two stays as it is.

    Args:
        source: a network; its `state_dict()` holds tensors only.
        target: the network that gets the values. Each tensor has the dtype of its counterpart.

    Raises:
        ValueError: the two have different numbers of tensors, or two counterparts have different shapes; the
            message says so. Nothing at all was copied then: `target` is as it was.

    Example:
        >>> source, target = nn.Linear(2, 1), nn.Sequential(nn.Flatten(), nn.Linear(2, 1))
        >>> copy_weights(source, target)
        >>> torch.equal(target[1].weight, source.weight)
        True
    """
    raise NotImplementedError("copy_weights is not written yet")
