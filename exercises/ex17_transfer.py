# Check your work: grade check ex17    Stuck? Take a hint: grade hint ex17
"""Exercise 17: heads and transfer learning.

A network that was trained on many images has learned to see: edges, textures, parts of things. Only its last
layer, the head, decides about the classes that it was trained for. Transfer learning keeps the rest, the
backbone, and trains a new head for a task of your own. That takes little data and little time, for the
backbone is frozen: nothing in it changes.

What the head's outputs mean depends on the task:

- "regression": each output is a number to be predicted, such as a price
- "binary": yes or no; the output says how much speaks for yes
- "multiclass": one of several classes; an output for each class
- "multilabel": several labels, of which none, some or all may apply; an output for each label

In all four, the head's outputs are raw numbers of any size. For the last three they are called logits. The
loss turns them into probabilities, and the predictions do, but the head does not.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader

TASKS = ("regression", "binary", "multiclass", "multilabel")


def head_for(task: str, num_features: int, num_outputs: int) -> nn.Module:
    """Make a new head: one linear layer from the backbone's features to the outputs of a task.

    Nothing follows the layer. A sigmoid or softmax here would be a second one: the losses for logits apply
    theirs themselves.

    Args:
        task: one of `TASKS`.
        num_features: how many numbers the backbone gives for a sample, at least 1.
        num_outputs: how many outputs there are for a sample, at least 1.

    Returns:
        A module from float32 features (N, num_features) to raw outputs (N, num_outputs), also where
        num_outputs is 1.

    Raises:
        ValueError: there is no such task; the message says so.

    Example:
        >>> head = head_for("multilabel", num_features=8, num_outputs=3)
        >>> head(torch.zeros(5, 8)).shape
        torch.Size([5, 3])
    """
    raise NotImplementedError("head_for is not written yet")


def loss_for(task: str) -> Callable[[Tensor, Tensor], Tensor]:
    """Return the loss function with which a head for this task is trained.

    It is called as `loss(outputs, targets)`:

    - "regression": the mean squared error
    - "binary" and "multilabel": the binary cross-entropy of the probabilities sigmoid(outputs). Each target
      is 0 or 1, as a float or as an integer: labels are mostly integers.
    - "multiclass": the cross-entropy of the probabilities softmax(outputs). The targets are the classes.

    Each is a mean over all elements of `outputs` (of the samples for multiclass), right also for outputs as
    large as 1000 or -1000, and lets gradients flow to `outputs`.

    For multiclass `outputs` is (N, K) and `targets` int64 (N,). In all other tasks both have the same shape.
    Outputs (N, 1) with targets (N,) are the classic mistake: they broadcast to (N, N), the loss compares
    each sample with the targets of all others, and training goes wrong without a word. So shapes that differ
    are refused.

    Args:
        task: one of `TASKS`.

    Returns:
        A function, or anything else that can be called so: two tensors to a 0-dim tensor. For a task other
        than multiclass it raises ValueError where the two shapes differ; the message says so.

    Example:
        >>> loss = loss_for("regression")
        >>> loss(torch.tensor([[1.0], [5.0]]), torch.tensor([[1.0], [2.0]]))
        tensor(4.5000)
    """
    raise NotImplementedError("loss_for is not written yet")


def predictions_for(task: str, outputs: Tensor) -> Tensor:
    """Turn a head's raw outputs into what the model says.

    - "regression": the outputs themselves
    - "binary" and "multilabel": 1 where the probability sigmoid(outputs) is more than 0.5, else 0
    - "multiclass": the class with the highest probability

    Args:
        task: one of `TASKS`.
        outputs: floating point tensor of any shape; (N, K) for multiclass. No probability is exactly 0.5, and
            no two classes have the same one.

    Returns:
        A tensor with the shape of `outputs`, for multiclass (N,). Classes, zeros and ones may be of any dtype
        (bool is fine too).

    Example:
        >>> predictions_for("multiclass", torch.tensor([[0.5, 3.0, -1.0], [2.0, 0.0, 1.0]])).tolist()
        [1, 0]
    """
    raise NotImplementedError("predictions_for is not written yet")


def freeze(module: nn.Module) -> None:
    """Freeze a module: from now on training leaves all its parameters and buffers bit for bit as they are.

    Parameters are changed by an optimizer, and it may well have been given the frozen ones too. Buffers are
    changed by the module itself: in training mode batch normalization updates its running statistics with
    each batch that passes, and the features drift away from those that the head is being trained for. It is
    not the only kind of layer that does such things, and `train()` will be called after this function: on
    the module, or on a larger one that it is a part of.

    Layers that change a buffer do so in training mode only.

    Args:
        module: any module, in any mode; its parameters have no gradients yet. It is changed in place.

    Example:
        >>> layer = nn.BatchNorm1d(2)
        >>> freeze(layer)
        >>> model = nn.Sequential(layer, nn.Linear(2, 1)).train()
        >>> output = model(torch.tensor([[10.0, 20.0], [30.0, 60.0]]))
        >>> layer.running_mean
        tensor([0., 0.])
    """
    raise NotImplementedError("freeze is not written yet")


def build_transfer(backbone: nn.Module, num_features: int, num_classes: int) -> nn.Module:
    """Put a new head for a multiclass task on a backbone, which is frozen.

    The backbone stays in evaluation mode when `train()` is called on the whole: dropout in it would only
    blur its features, and batch normalization would make them depend on the rest of the batch.

    Args:
        backbone: a module that turns inputs (N, ...) into features (N, num_features). It is not copied.
        num_features: how many features it gives for a sample.
        num_classes: how many classes there are.

    Returns:
        A module from inputs (N, ...) to logits (N, num_classes): the backbone itself and, on top of it, a
        head that is made by `head_for` or like it. The head's parameters are the only ones that require
        gradients.

    Example:
        >>> backbone = nn.Sequential(nn.Flatten(), nn.Linear(784, 20), nn.ReLU())
        >>> model = build_transfer(backbone, num_features=20, num_classes=3)
        >>> model(torch.zeros(5, 1, 28, 28)).shape
        torch.Size([5, 3])
        >>> sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
        63
    """
    raise NotImplementedError("build_transfer is not written yet")


def fit_head(model: nn.Module, loader: DataLoader, epochs: int, lr: float) -> list[float]:
    """Train the head of a model with cross-entropy: one step of an optimizer for each batch.

    Which optimizer is free. It gets the head's parameters and no others: an optimizer keeps one or two
    numbers for each that it is given, and a backbone has millions.

    Args:
        model: what `build_transfer` returns. Its head is changed in place, its backbone is not.
        loader: batches (inputs, labels) with int64 labels (N,).
        epochs: how many times to go over the loader.
        lr: the optimizer's learning rate.

    Returns:
        For each epoch, in order, the mean loss over its batches, as a Python float, of the outputs that the
        steps are computed from. (Where the batches are not of one size, the mean may be taken over samples
        or over batches.)

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> inputs, labels = torch.eye(2).repeat(5, 1), torch.tensor([0, 1] * 5)
        >>> model = build_transfer(nn.Identity(), num_features=2, num_classes=2)
        >>> loader = DataLoader(TensorDataset(inputs, labels), batch_size=5)
        >>> losses = fit_head(model, loader, epochs=9, lr=0.1)
        >>> len(losses), losses[0] > losses[-1]
        (9, True)
    """
    raise NotImplementedError("fit_head is not written yet")
