# Check your work: grade check ex07    Stuck? Take a hint: grade hint ex07
"""Exercise 7: loss functions, and the predictions that go with them.

A loss says in one number how wrong a model's outputs are; training makes it smaller. Which loss fits depends
on the question that the model answers:

- regression, "how much?": the outputs are numbers, and the loss is the mean squared error
- binary, "yes or no?": one output for each sample, and the loss is the binary cross-entropy
- multiclass, "which one of K?": K outputs for each sample, and the loss is the cross-entropy
- multilabel, "which of these L, each on its own?": L outputs for each sample, each a yes or no

Outputs of a classifier are logits: any numbers, not probabilities. The sigmoid turns a logit into the
probability of a yes, softmax turns a row of K logits into K probabilities that sum up to 1. Cross-entropy is
minus the logarithm of the probability that the model gave to what turned out to be true. Written down just
so it fails: the sigmoid of -1000 is 0 in floating point numbers, and the logarithm of 0 is infinite. So the
two steps are taken as one, in a form in which nothing overflows and no logarithm of 0 is taken.

Torch's own losses are what you write here, so they are not allowed anywhere in this file: functions and
modules of torch whose name ends in `loss` or `Loss`, or has `cross_entropy` in it. All else is allowed, such
as `log_softmax`, `logsumexp`, `logsigmoid` and `softplus`.

The tensors that come in are left as they are, and need not be contiguous. They have at least one element;
only the `predict_` functions must also take a batch of no samples.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    """Compute the mean squared error: the mean, over all elements, of the squared differences.

    This is the loss for regression. Squares make one large mistake count for more than many small ones.

    Args:
        prediction: floating point tensor of any shape.
        target: tensor of the same shape and dtype.

    Returns:
        A 0-dim tensor with the dtype of `prediction`; gradients flow to `prediction`.

    Raises:
        ValueError: the shapes differ, or one of the two is no floating point tensor; the message says so.
            Shapes that would broadcast are refused too: (N, 1) less (N,) is a table of N x N differences, and
            the mean of that is a number that looks harmless and is wrong.

    Example:
        >>> mse(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 5.0]))
        tensor(4.5000)
    """
    raise NotImplementedError("mse is not written yet")


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    """Compute the binary cross-entropy: the mean, over all elements, of -log(probability of the truth).

    The probability of a yes is p = sigmoid(logit). Where the target is 1 the loss is -log(p), and where it is
    0 the loss is -log(1 - p).

    Value and gradient are right for logits from -1000 to 1000. A model that is wrong with a logit of 1000
    gets a loss of 1000: nothing is clamped, and no small number is added to save a logarithm. (The gradient
    at a logit of exactly 0 is not looked at.)

    Args:
        logits: floating point tensor of any shape.
        targets: tensor of the same shape and dtype, each element 0.0 (no) or 1.0 (yes).

    Returns:
        A 0-dim tensor with the dtype of `logits`; gradients flow to `logits`.

    Raises:
        ValueError: the shapes differ, also where they would broadcast, or one of the two is no floating point
            tensor; the message says so.

    Example:
        >>> bce_with_logits(torch.tensor([1000.0, 1000.0]), torch.tensor([0.0, 1.0]))
        tensor(500.)
    """
    raise NotImplementedError("bce_with_logits is not written yet")


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """Compute the cross-entropy: the mean, over the samples, of -log(probability of the sample's label).

    The probabilities of a sample are the softmax of its row of logits. The logits come as the model's last
    layer gives them: nothing has been applied to them before.

    Value and gradient are right for logits from -1000 to 1000, also where one row holds large numbers only
    and another one small numbers only. Nothing is clamped, and nothing is added to save a logarithm.

    Args:
        logits: floating point tensor (N, K), a score for each of K classes.
        labels: int64 tensor (N,) with values from 0 to K - 1.

    Returns:
        A 0-dim tensor with the dtype of `logits`; gradients flow to `logits`.

    Raises:
        ValueError: `logits` is no floating point tensor (N, K), `labels` is no int64 tensor (N,), or a label
            is less than 0, or K or more; the message says so.

    Example:
        >>> cross_entropy(torch.tensor([[1000.0, 0.0], [0.0, 0.0]]), torch.tensor([1, 0]))
        tensor(500.3466)
    """
    raise NotImplementedError("cross_entropy is not written yet")


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Compute the loss of yes-or-no answers to L questions about each sample.

    A photo can show a beach, a dog and a sunset at once, or none of them. So the labels do not compete for
    probability, as classes do: each has a binary cross-entropy of its own. The loss is the mean of these over
    all N x L elements.

    Value and gradient are right for logits from -1000 to 1000, as in `bce_with_logits`. (The gradient at a
    logit of exactly 0 is not looked at.)

    Args:
        logits: floating point tensor (N, L), a score for each of L labels.
        targets: tensor (N, L) of the same dtype, each element 0.0 (no) or 1.0 (yes).

    Returns:
        A 0-dim tensor with the dtype of `logits`; gradients flow to `logits`.

    Raises:
        ValueError: the shapes differ, also where they would broadcast, or one of the two is no floating point
            tensor; the message says so.

    Example:
        >>> multilabel_loss(torch.tensor([[200.0, -400.0]]), torch.tensor([[0.0, 1.0]]))
        tensor(300.)
    """
    raise NotImplementedError("multilabel_loss is not written yet")


def predict_binary(logits: Tensor) -> Tensor:
    """Answer yes or no: 1 where the probability of a yes, sigmoid(logit), is greater than 0.5, else 0.

    A probability of exactly 0.5 is not looked at.

    Args:
        logits: floating point tensor of any shape, also without elements.

    Returns:
        An int64 tensor of the same shape.

    Example:
        >>> predict_binary(torch.tensor([[-3.0], [0.25]]))
        tensor([[0],
                [1]])
    """
    raise NotImplementedError("predict_binary is not written yet")


def predict_multiclass(logits: Tensor) -> Tensor:
    """Choose for each sample the class with the highest probability.

    Rows in which two classes share the highest logit are not looked at.

    Args:
        logits: floating point tensor (N, K); N may be 0.

    Returns:
        An int64 tensor (N,) of classes from 0 to K - 1.

    Example:
        >>> predict_multiclass(torch.tensor([[0.5, 2.0, -1.0], [-1.0, -3.0, -2.0]]))
        tensor([1, 0])
    """
    raise NotImplementedError("predict_multiclass is not written yet")


def predict_multilabel(logits: Tensor, threshold: float = 0.5) -> Tensor:
    """Answer each question of each sample: 1 where the probability is greater than `threshold`, else 0.

    Where it is worse to miss something than to raise a false alarm, the threshold is lowered. It is compared
    with probabilities, sigmoid(logit), not with logits. A probability that equals it is not looked at.

    Args:
        logits: floating point tensor (N, L); N may be 0.
        threshold: a number between 0 and 1.

    Returns:
        An int64 tensor (N, L).

    Example:
        >>> predict_multilabel(torch.tensor([[-4.0, -1.0, 3.0]]), threshold=0.25)
        tensor([[0, 1, 1]])
    """
    raise NotImplementedError("predict_multilabel is not written yet")
