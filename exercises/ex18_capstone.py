# Check your work: grade check ex18    Stuck? Take a hint: grade hint ex18
"""Exercise 18: your own FashionMNIST classifier.

The last exercise puts the others together: a network of your choice, a training loop, a clock. You decide on
layers, optimizer, batch size, learning rate and whatever else there is; the grader asks for a few rules,
gives you images and a limited time, and then counts how many images it has never shown you are recognized.

How it is graded: `train(build_model(), train_set, device, seconds=15)` gets the 6,000 training images of the
course's sample, on one core of a CPU. Then the model names the class of 2,000 other images; each of these is
shifted by up to a pixel and made a little darker. There are points for recognizing 50%, 60%, 65% and 68%.
The notes' Network, trained with Adam for ten epochs, gets there; a good recipe gets to 85%.

With `grade check ex18 --full` the same is done on the whole of FashionMNIST: 60,000 images, 60 seconds,
10,000 other images, and points for 60%, 65%, 70% and 72%. It writes a row of the leaderboard, which
`grade leaderboard` shows.
"""

import time
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


def build_model() -> nn.Module:
    """Make a new network that tells ten kinds of clothes apart.

    Any architecture is right that can be trained in the time. A large network recognizes more when it has
    been trained for long, and less when the time is over after a few steps.

    Returns:
        A module that turns images, float32 (N, 1, 28, 28) with values from 0 to 1, into logits (N, 10): a
        score for each class, of which the highest is the answer. In evaluation mode N may be 1. Each call
        makes a module of its own: two of them share no weights.

    Example:
        >>> model = build_model()
        >>> model.eval()(torch.zeros(3, 1, 28, 28)).shape
        torch.Size([3, 10])
    """
    raise NotImplementedError("build_model is not written yet")


def train(model: nn.Module, train_set: Dataset, device: torch.device, seconds: float) -> nn.Module:
    """Train a model on the images of `train_set`, stop in time, and return it ready for use.

    Everything that is not said here is your choice. The rules:

    - **Time.** From the call to the return, `train` takes at most `seconds`. 10% more and one second on top
      are forgiven, for the last step and for tidying up. Reading images is part of it, and may take long: the
      time can be over before each image was read once. So look at the clock after each batch.
    - **Data.** All that the model learns comes from `train_set`. Its images can stand in any order, also
      sorted by class, and the classes can be numbered otherwise than in FashionMNIST. It can be small: ten
      images, for instance, and all of the same class. A last batch can be a single image. The images of
      `train_set` are left as they are.
    - **Device.** The model and each batch are moved to `device`.
    - **Result.** The trained model is in evaluation mode, with all of its parts. It takes images as
      `train_set` gives them: whatever is done to them first, such as a normalization, the model does itself.
      The answer to an image is the same each time, whatever other images are in the batch.

    Args:
        model: what `build_model` returned, on the CPU.
        train_set: two items or more: `len(train_set)` tells how many, and `train_set[i]` is a pair of an
            image, float32 (1, 28, 28) with values from 0 to 1 on the CPU, and its label, an int from 0 to 9.
        device: where to train, for instance `torch.device("cuda")`.
        seconds: how long this may take, by the clock on the wall; 1 or more, and not always a whole number.

    Returns:
        The trained model on `device`: `model` itself, or a module made from it, such as an average of its
        weights.

    Example:
        >>> train_set = [(torch.rand(1, 28, 28), label % 10) for label in range(40)]
        >>> model = train(build_model(), train_set, torch.device("cpu"), seconds=0.5)
        >>> model.training
        False
        >>> model(torch.zeros(2, 1, 28, 28)).shape
        torch.Size([2, 10])
    """
    raise NotImplementedError("train is not written yet")
