# Check your work: grade check ex10    Stuck? Take a hint: grade hint ex10
"""Exercise 10: networks and their forward pass.

You write two networks as classes: the layers are made in `__init__` and put to work in `forward`. Then you
use a network on one image, and count what it can learn.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class SimpleNN(nn.Module):
    """A network with one hidden layer: 10 numbers in, 2 out.

    Any network is a chain of such steps; without the ReLU between them, two linear layers would be no more
    than one.

    Layers: `fc1` (linear, 10 to 5), ReLU, `fc2` (linear, 5 to 2). The entries of `state_dict()` are those of
    `fc1` and `fc2` and no others.

    Example:
        >>> SimpleNN()(torch.zeros(3, 10)).shape
        torch.Size([3, 2])
    """

    def __init__(self) -> None:
        """Make the layers."""
        raise NotImplementedError("SimpleNN.__init__ is not written yet")

    def forward(self, x: Tensor) -> Tensor:
        """Compute the output for a batch.

        Args:
            x: float32 tensor (N, 10), N of 1 or more.

        Returns:
            A float32 tensor (N, 2), to which nothing is applied after `fc2`.
        """
        raise NotImplementedError("SimpleNN.forward is not written yet")


class Network(nn.Module):
    """A small convolutional network for images of 28x28 pixels and ten classes.

    The later exercises train it to tell clothes apart: convolutions look for patterns, linear layers decide.

    Layers, in the order in which they work:

    - `conv1`: convolution, 1 to 6 channels, 5x5 kernel; ReLU; max pooling 2x2
    - `conv2`: convolution, 6 to 12 channels, 5x5 kernel; ReLU; max pooling 2x2
    - flattened to 192 numbers an image
    - `fc1`: linear, 192 to 120; ReLU
    - `fc2`: linear, 120 to 60; ReLU
    - `out`: linear, 60 to 10

    The answers are raw scores, called logits: nothing is applied after `out`. The entries of `state_dict()`
    are the weights and biases of these five layers and no others. Layers without parameters, such as
    `nn.ReLU`, may be kept under any name.

    Later a network is moved to a GPU, and its images with it. Then it works there: whatever `forward` makes
    on the way is on the device of its input.

    Example:
        >>> Network()(torch.zeros(2, 1, 28, 28)).shape
        torch.Size([2, 10])
    """

    def __init__(self) -> None:
        """Make the layers."""
        raise NotImplementedError("Network.__init__ is not written yet")

    def forward(self, x: Tensor) -> Tensor:
        """Compute the logits of a batch of images.

        Args:
            x: contiguous float32 tensor (N, 1, 28, 28), N of 1 or more.

        Returns:
            A float32 tensor (N, 10).
        """
        raise NotImplementedError("Network.forward is not written yet")


def predict(network: nn.Module, image: Tensor) -> int:
    """Say which class the network sees in one image: the one with the highest score.

    Trained networks are used like this, and two things differ from training: no graph for gradients is
    recorded, and the network is in evaluation mode, in which dropout, for example, is off.

    Afterwards the network is as it was: each submodule gets its own mode back, for some may be in evaluation
    mode while the others train. This also holds when the forward pass raises an exception.

    Args:
        network: takes a batch (N, 1, 28, 28) and returns logits (N, 10).
        image: float32 tensor (1, 28, 28), a single image without a batch dimension.

    Returns:
        The class as a Python int.

    Example:
        >>> network = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
        >>> _ = network.load_state_dict({"1.weight": torch.zeros(10, 784), "1.bias": torch.arange(10.0)})
        >>> predict(network, torch.zeros(1, 28, 28))
        9
    """
    raise NotImplementedError("predict is not written yet")


def count_parameters(module: nn.Module) -> int:
    """Count the numbers that training can change.

    This is the usual measure of a network's size, and the first thing to look at when a layer seems missing.

    Only parameters that require gradients count: frozen ones do not, nor do buffers such as the statistics of
    batch normalization. A parameter that is used in several places counts once.

    Args:
        module: any module.

    Returns:
        A Python int.

    Example:
        >>> count_parameters(nn.Linear(3, 4))  # 3 * 4 weights and 4 biases
        16
    """
    raise NotImplementedError("count_parameters is not written yet")
