"""Suite of exercise 7: loss functions and predictions.

Right values come from torch's own losses, in float64 and in the grader, which learner code cannot reach.

Tolerances. Losses of logits of size 1 are about 1; right formulas in float32 miss each other by about 1e-6,
and by 1e-4 where the logits are 1000, for that is what float32 rounds 1000 by. Mistakes change a loss by 1e-3
or much more, at 1000 by 1 or more. Logits keep 0.05 away from 0, where some right formulas have a kink.
"""

import contextlib
import math
import re

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.testing import expect, gradients, oracle, points

CLOSE = {"rtol": 1e-5, "atol": 1e-5}
AT_1000 = {"rtol": 1e-5, "atol": 1e-3}

OWN = "torch's ready-made losses are what you write here, from logarithms, exponentials, sums and means"
# What the source may not name, function by function: one slip should not cost the points of all losses.
BINARY = ("torch.*binary_cross_entropy*", "torch.*BCE*Loss", "torch.*[mM]ulti*[lL]abel*[lL]oss")
BINARY = (*BINARY, "torch.*soft_margin_loss", "torch.*SoftMarginLoss")
BANNED = {
    "mse": ("torch.*mse_loss", "torch.*MSELoss", "torch.*huber_loss", "torch.*HuberLoss"),
    "bce_with_logits": BINARY,
    "cross_entropy": (
        "torch.*[._]cross_entropy",
        "torch.*CrossEntropyLoss",
        "torch.*nll_loss*",
        "torch.*NLLLoss*",
    ),
    "multilabel_loss": BINARY,
}
READY_MADE = re.compile(r"(loss|Loss|cross_entropy)")  # in the names of functions that run

RIGHT = {
    "mse": F.mse_loss,
    "bce_with_logits": F.binary_cross_entropy_with_logits,
    "cross_entropy": F.cross_entropy,
    "multilabel_loss": F.binary_cross_entropy_with_logits,
}
# Sentences for wrong values that are known: the value proves which mistake it was.
MISTAKES = {
    "mse": {
        "It is the sum of the squares: take their mean.": lambda x, y: (x - y).square().sum(),
        "It is the root of the right value: leave the root out.": lambda x, y: (x - y).square().mean().sqrt(),
        "It is the mean of absolute differences: square them instead.": lambda x, y: (x - y).abs().mean(),
    },
    "bce_with_logits": {
        "It is the sum over the elements: take their mean.": lambda x, y: (
            RIGHT["bce_with_logits"](x, y) * x.numel()
        ),
        "Yes and no are swapped.": lambda x, y: RIGHT["bce_with_logits"](x, 1 - y),
        "Only the targets that are 1 count in it. Where a target is 0, the loss is -log(1 - p).": (
            lambda x, y: -(y * F.logsigmoid(x)).mean()
        ),
        "Only the targets that are 0 count in it. Where a target is 1, the loss is -log(p).": (
            lambda x, y: -((1 - y) * F.logsigmoid(-x)).mean()
        ),
        "The sigmoid is applied twice.": lambda x, y: RIGHT["bce_with_logits"](x.sigmoid(), y),
    },
    "cross_entropy": {
        "It is the sum over the samples: take their mean.": lambda x, y: F.cross_entropy(x, y) * len(x),
        "The sum is divided by the number of all logits: divide it by the number of samples.": (
            lambda x, y: F.cross_entropy(x, y) / x.shape[1]
        ),
        "Softmax is applied twice: the logits must reach the logarithm of the softmax as they are.": (
            lambda x, y: F.cross_entropy(x.softmax(1), y)
        ),
        "Softmax is taken down the columns. Each row is one sample, and its probabilities sum up to 1.": (
            lambda x, y: F.nll_loss(x.log_softmax(0), y)
        ),
        "Each sample is compared with the labels of all samples: take one logarithm from each row.": (
            lambda x, y: -x.log_softmax(1)[:, y].mean()
        ),
        "It is the mean of minus the labels' logits: the softmax is missing.": lambda x, y: F.nll_loss(x, y),
        "It is the mean of minus the labels' probabilities: the logarithm is missing.": (
            lambda x, y: F.nll_loss(x.softmax(1), y)
        ),
    },
}
MISTAKES["multilabel_loss"] = {
    **MISTAKES["bce_with_logits"],
    "It is summed over the labels of a sample: take the mean over all elements.": (
        lambda x, y: RIGHT["multilabel_loss"](x, y) * x.shape[1]
    ),
    "The labels of a sample compete in a softmax. Each label has a sigmoid of its own.": (
        lambda x, y: -(y * x.log_softmax(1)).sum(1).mean()
    ),
    "One label of each sample is taken for its class. Several can be true at once, or none.": (
        lambda x, y: F.cross_entropy(x, y.argmax(1))
    ),
}


@contextlib.contextmanager
def own_work(submission, function):
    """Check that no ready-made loss is named for this function, or called inside the block."""
    expect.not_used(submission, *BANNED[function], because=OWN)
    with submission.watch() as calls:
        yield
    found = list(dict.fromkeys(name for name in calls.names if READY_MADE.search(name)))
    functions = [name for name in found if "::" not in name]
    expect.not_called(calls, *(functions or found), because=OWN)


def check_loss(submission, function, inputs, truth, name, right=None, *, tolerance=CLOSE, mistakes=True):
    """Check the value of a loss, and that the tensors are unchanged."""
    out, afterwards = submission.observe(function, inputs, truth)
    wide = inputs.double(), truth.double() if truth.is_floating_point() else truth
    expected = right_value(function, *wide) if right is None else torch.tensor(right, dtype=torch.float64)
    known = mistaken_values(function, *wide) if mistakes else ()
    if isinstance(out, Tensor) and out.shape == () and out.is_floating_point():
        explain(float(out), float(expected), known, name, **tolerance)
    expect.close(out, expected.to(inputs.dtype), name=name, **tolerance)
    for now, before in zip(afterwards, (inputs, truth), strict=True):
        expect.unmodified(submission, now, before, name="tensor")


@oracle
def right_value(function, inputs, truth):
    return RIGHT[function](inputs, truth)


@oracle
def mistaken_values(function, inputs, truth):
    """Yield what known mistakes would give, each with its sentence."""
    for sentence, mistake in MISTAKES[function].items():
        yield sentence, float(mistake(inputs, truth))


def explain(out, expected, mistakes, name, rtol, atol):
    """Fail with the cause, where a wrong value shows which mistake it comes from."""
    if abs(out - expected) <= atol + rtol * expected:
        return
    same = (s for s, value in mistakes if math.isclose(out, value, rel_tol=rtol, abs_tol=atol / 10))
    sentence = next(same, "")
    if not sentence and not math.isfinite(out):
        sentence = "A logarithm of 0 was taken, or an exponential grew too large."
    elif not sentence and atol == AT_1000["atol"] and 0 <= out < 0.9 * expected:
        sentence = "It is too small. Was something clamped, or a small number added before a logarithm?"
    text = f"{name}: the value is wrong. {sentence}".rstrip()
    expect.that(False, text, f"{text}\n  got {out:.6g}, expected {expected:.6g}")


def logits_of(rng, *shape, dtype=torch.float64):
    """Draw logits of both signs, none of them near 0."""
    signs = rng.integers(0, 2, *shape) * 2 - 1
    return (rng.uniform(*shape, low=0.05, high=5.0, dtype=torch.float64) * signs).to(dtype)


def answers(rng, *shape, dtype=torch.float64):
    """Draw targets of zeros and ones, both of them among the first two."""
    drawn = rng.integers(0, 2, *shape)
    drawn.view(-1)[:2] = rng.permutation(2)[: drawn.numel()]
    return drawn.to(dtype)


def log_odds(*probabilities):
    """Return the logits whose sigmoids are the given probabilities."""
    p = torch.tensor(probabilities, dtype=torch.float64)
    return (p / (1 - p)).log().to(torch.float32)


# Two layouts, two dtypes: each shape is checked with both of both.
KINDS = ((torch.float32, False), (torch.float64, True))


@points(0.5, "mse is the mean of the squared differences", public=True)
def test_mse(submission, rng):
    prediction, target = torch.tensor([2.5, 0.0, 2.0, 8.0]), torch.tensor([3.0, -0.5, 2.0, 7.0])
    a, b, c = rng.sizes(3)
    with own_work(submission, "mse"):
        check_loss(submission, "mse", prediction, target, "mse(prediction, target)", right=1.5 / 4)
        for shape in ((a,), (b, 1), (1,), (c, a), (a, b, c)):
            for dtype, strided in KINDS:
                x, y = rng.normal(*shape, dtype=dtype), rng.normal(*shape, dtype=dtype) + 0.5
                check_pair(submission, "mse", x, y, f"mse of {len(shape)}-D tensors", strided, rng)
        gradients.check(
            submission, "mse", (x, y), rng=rng, reference=F.mse_loss, name="mse(prediction, target)"
        )


def check_pair(submission, function, x, y, name, strided, rng):
    if strided:
        x, y, name = rng.noncontiguous(x), rng.noncontiguous(y), f"{name} that are not contiguous"
    check_loss(submission, function, x, y, name)


@points(0.5, "bce_with_logits is the mean of -log(probability of the truth)", public=True)
def test_bce_by_hand(submission):
    # The probabilities of a yes are 0.75, 0.75 and 0.1, those of the truth 0.75, 0.25 and 0.9.
    right = -(math.log(0.75) + math.log(0.25) + math.log(0.9)) / 3
    logits, targets = log_odds(0.75, 0.75, 0.1), torch.tensor([1.0, 0.0, 0.0])
    with own_work(submission, "bce_with_logits"):
        check_loss(submission, "bce_with_logits", logits, targets, "bce_with_logits(logits, targets)", right)
        # A logit of 0 means a probability of 0.5.
        logits, targets, name = torch.zeros(1, 1), torch.ones(1, 1), "bce_with_logits([[0.0]], [[1.0]])"
        check_loss(submission, "bce_with_logits", logits, targets, name, right=math.log(2))


@points(1, "bce_with_logits works for any shape, and gradients flow through it")
def test_bce_any_shape(submission, rng):
    a, b, c = rng.sizes(3)
    with (
        own_work(submission, "bce_with_logits"),
        expect.global_rng_unchanged(submission, name="bce_with_logits"),
    ):
        for shape in ((a,), (b, 1), (1,), (c, a), (a, b, c)):
            for dtype, strided in KINDS:
                x, y = logits_of(rng, *shape, dtype=dtype), answers(rng, *shape, dtype=dtype)
                name = f"bce_with_logits of {len(shape)}-D tensors"
                check_pair(submission, "bce_with_logits", x, y, name, strided, rng)
        name = "bce_with_logits(logits, targets)"
        gradients.check(
            submission, "bce_with_logits", (x, y), rng=rng, reference=RIGHT["bce_with_logits"], name=name
        )


def check_binary_at_1000(submission, function, rng):
    """Check a loss of yes-or-no answers for logits of 1000 and -1000, alone and among others."""
    for logit, target in ((1000.0, 0.0), (-1000.0, 1.0), (1000.0, 1.0), (-1000.0, 0.0)):
        x, y = torch.tensor([[logit]]), torch.tensor([[target]])
        name = f"{function} where the logit is {logit:g} and the target {target:g}"
        # Of one element, a wrong value says little about the mistake.
        check_loss(submission, function, x, y, name, tolerance=AT_1000, mistakes=False)
    name = f"{function} with some logits of 1000 and -1000"
    for dtype in (torch.float32, torch.float64):
        n, m = rng.sizes(2, low=3)
        x, y = logits_of(rng, n, m, dtype=dtype), answers(rng, n, m, dtype=dtype)
        large = rng.permutation(n * m)[:4]
        x.view(-1)[large] = torch.tensor([1000.0, 1000.0, -1000.0, -1000.0], dtype=dtype)
        y.view(-1)[large] = torch.tensor([0.0, 1.0, 0.0, 1.0], dtype=dtype)
        check_loss(submission, function, x, y, name, tolerance=AT_1000)
    # float64 rounds 1000 by 1e-13, so the slopes that this measures have an error below 1e-6.
    gradients.check(submission, function, (x, y), rng=rng, reference=RIGHT[function], name=name)


@points(1, "bce_with_logits and its gradient are right for logits of 1000 and -1000")
def test_bce_at_1000(submission, rng):
    with own_work(submission, "bce_with_logits"):
        check_binary_at_1000(submission, "bce_with_logits", rng)


@points(1, "cross_entropy is the mean of -log(probability of the label)", public=True)
def test_cross_entropy_by_hand(submission):
    # Adding a number to all logits of a row leaves its probabilities as they are.
    probabilities = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]])
    logits = probabilities.log() + torch.tensor([[1.0], [-2.0]])
    equal = torch.full((1, 4), 3.0)
    with own_work(submission, "cross_entropy"):
        for labels, right in (
            ([0, 2], -(math.log(0.5) + math.log(0.7)) / 2),
            ([1, 1], -(math.log(0.25) + math.log(0.2)) / 2),
            ([2, 0], -(math.log(0.25) + math.log(0.1)) / 2),
        ):
            name = f"cross_entropy(logits, labels) with labels {labels}"
            check_loss(submission, "cross_entropy", logits, torch.tensor(labels), name, right)
        name = "cross_entropy(logits, labels) of one sample with four equal logits"
        check_loss(submission, "cross_entropy", equal, torch.tensor([1]), name, right=math.log(4))


@points(1, "cross_entropy works for any number of samples and classes, and gradients flow through it")
def test_cross_entropy_any_size(submission, rng):
    n, k = rng.sizes(2, low=3, high=10)
    with (
        own_work(submission, "cross_entropy"),
        expect.global_rng_unchanged(submission, name="cross_entropy"),
    ):
        for samples, classes in ((n, k), (k, n), (1, k), (n, 2)):
            for dtype, strided in KINDS:
                logits = 3 * rng.normal(samples, classes, dtype=dtype)
                labels = rng.integers(0, classes, samples)
                name = f"cross_entropy of {batch(samples)}"
                check_pair(submission, "cross_entropy", logits, labels, name, strided, rng)
        name = "cross_entropy(logits, labels)"
        gradients.check(
            submission, "cross_entropy", (logits, labels), rng=rng, reference=F.cross_entropy, name=name
        )


def batch(samples):
    return "logits and truth of one sample" if samples == 1 else "logits and truth of several samples"


@points(1, "cross_entropy and its gradient are right for logits of 1000 and -1000")
def test_cross_entropy_at_1000(submission, rng):
    k = rng.integer(4, 8)
    with own_work(submission, "cross_entropy"):
        for dtype in (torch.float32, torch.float64):
            base = rng.normal(3, k, dtype=dtype)
            mixed = rng.normal(6, k, dtype=dtype)
            mixed[0] += 1000
            mixed[1] -= 1000
            mixed[2:, 1], mixed[2:, 2] = 1000, -1000
            sure = torch.tensor([0, 1, 1, 2, 3, 0])  # of the first two rows, nothing is certain
            for logits, labels, what in (
                (base + 1000, rng.integers(0, k, 3), "all logits near 1000"),
                (base - 1000, rng.integers(0, k, 3), "all logits near -1000"),
                (mixed, sure, "some logits of 1000 and -1000"),
            ):
                name = f"cross_entropy(logits, labels) with {what}"
                check_loss(submission, "cross_entropy", logits, labels, name, tolerance=AT_1000)
        gradients.check(
            submission, "cross_entropy", (mixed, sure), rng=rng, reference=F.cross_entropy, name=name
        )


@points(0.5, "multilabel_loss gives each label a binary cross-entropy of its own", public=True)
def test_multilabel_by_hand(submission):
    # Both labels of the first sample are true, none of the second, the second one of the third.
    probabilities = torch.tensor([[0.75, 0.9], [0.5, 0.2], [0.25, 0.4]])
    logits = (probabilities / (1 - probabilities)).log()
    targets = torch.tensor([[1.0, 1.0], [0.0, 0.0], [0.0, 1.0]])
    right = -sum(math.log(p) for p in (0.75, 0.9, 0.5, 0.8, 0.75, 0.4)) / 6
    with own_work(submission, "multilabel_loss"):
        name = "multilabel_loss(logits, targets)"
        check_loss(submission, "multilabel_loss", logits, targets, name, right)


@points(1, "multilabel_loss and its gradient are right for any size, and for logits of 1000 and -1000")
def test_multilabel_any_size(submission, rng):
    n, k = rng.sizes(2)
    with (
        own_work(submission, "multilabel_loss"),
        expect.global_rng_unchanged(submission, name="multilabel_loss"),
    ):
        for shape in ((n, k), (k, n), (1, k), (n, 1)):
            for dtype, strided in KINDS:
                x, y = logits_of(rng, *shape, dtype=dtype), answers(rng, *shape, dtype=dtype)
                name = f"multilabel_loss of {batch(shape[0])}"
                check_pair(submission, "multilabel_loss", x, y, name, strided, rng)
        check_binary_at_1000(submission, "multilabel_loss", rng)


def check_refused(submission, function, cases):
    """Check that each pair of tensors is refused; `cases` has what is special about it."""
    for what, (inputs, truth) in cases.items():
        call = getattr(submission, function)
        expect.raises("ValueError", call, inputs, truth, name=f"{function} with {what}")


@points(0.5, "mse, bce_with_logits and multilabel_loss refuse other shapes and dtypes with a ValueError")
def test_unlike_tensors(submission, rng):
    n, m = rng.sizes(2)
    for function in ("mse", "bce_with_logits", "multilabel_loss"):
        x, y = logits_of(rng, n, m), answers(rng, n, m)
        with own_work(submission, function):
            check_loss(submission, function, x, y, f"{function} of two tensors of one shape")
        cases = {
            "shapes [N, 1] and [N]": (x[:, :1], y[:, 0]),
            "shapes [N] and [N, 1]": (x[:, 0], y[:, :1]),
            "shapes [N, M] and [1, M]": (x, y[:1]),
            "shapes [M] and [N, M]": (x[0], y),
            "shapes [N, M] and [M, N]": (x, y.T),
            "more rows of outputs than of targets": (torch.cat([x, x]), y),
            "int64 targets": (x, y.long()),
            "bool targets": (x, y.bool()),
            "an int64 tensor of outputs": (x.long(), y),
        }
        check_refused(submission, function, cases)


@points(0.5, "cross_entropy refuses other shapes and dtypes, and labels that are no classes")
def test_wrong_classes(submission, rng):
    n, k = rng.sizes(2, low=3)
    logits, labels = rng.normal(n, k), rng.integers(0, k, n)
    with own_work(submission, "cross_entropy"):
        check_loss(submission, "cross_entropy", logits, labels, "cross_entropy(logits, labels)")
    one_hot = F.one_hot(labels, k)
    cases = {
        "labels of shape [N, 1]": (logits, labels[:, None]),
        "one-hot labels": (logits, one_hot),
        "one-hot labels of floats": (logits, one_hot.float()),
        "logits of shape [K]": (logits[0], labels[:1]),
        "logits of shape [N, K, 1]": (logits[:, :, None], labels),
        "more samples than labels": (logits, labels[1:]),
        "more labels than samples": (logits[1:], labels),
        "float labels": (logits, labels.float()),
        "int32 labels": (logits, labels.int()),
        "int64 logits": (logits.long(), labels),
    }
    for wrong, what in (
        (k, "K itself as a label"),
        (k + 50, "a large label"),
        (-1, "the label -1"),
        (-100, "the label -100"),
    ):
        spoiled = labels.clone()
        spoiled[rng.integer(0, n)] = wrong
        cases[what] = logits, spoiled
    check_refused(submission, "cross_entropy", cases)


def check_predictions(submission, function, arguments, expected, name):
    out, afterwards = submission.observe(function, *arguments)
    expect.equal(out, expected, name=name)
    expect.unmodified(submission, afterwards[0], arguments[0], name="logits")


@points(0.5, "predict_binary answers 1 where the probability is greater than 0.5", public=True)
def test_predict_binary(submission, rng):
    logits, right = torch.tensor([2.0, -1.0, 0.3, -0.2, -7.0]), torch.tensor([1, 0, 1, 0, 0])
    name = "predict_binary([2.0, -1.0, 0.3, -0.2, -7.0])"
    check_predictions(submission, "predict_binary", (logits,), right, name)
    check_predictions(
        submission, "predict_binary", (logits[:, None],), right[:, None], "predict_binary of a column"
    )
    a, b, c = rng.sizes(3)
    with expect.global_rng_unchanged(submission, name="predict_binary"):
        for shape in ((a, b), (1, c), (b, a, c), (0,), (0, a)):
            logits = logits_of(rng, *shape, dtype=rng.choice((torch.float32, torch.float64)))
            right = torch.tensor([int(x > 0) for x in logits.flatten().tolist()], dtype=torch.int64)
            name = f"predict_binary of a {len(shape)}-D tensor{'' if len(right) else ' without elements'}"
            strided = rng.noncontiguous(logits)
            check_predictions(submission, "predict_binary", (strided,), right.view(shape), name)


@points(0.5, "predict_multiclass chooses the class with the highest probability", public=True)
def test_predict_multiclass(submission, rng):
    logits = torch.tensor([[0.1, 0.2, 0.7], [5.0, -1.0, 2.0], [-4.0, -3.0, -5.0], [8.0, 6.0, 9.0]])
    right = torch.tensor([2, 0, 1, 2])
    check_predictions(submission, "predict_multiclass", (logits,), right, "predict_multiclass(logits)")
    n, k = rng.sizes(2)
    with expect.global_rng_unchanged(submission, name="predict_multiclass"):
        for samples, classes in ((n, k), (k, n), (1, k), (0, k)):
            # Logits of a row are different numbers, one apart, so that no two classes tie.
            rows = [rng.permutation(classes) for _ in range(samples)]
            right = torch.tensor([int(row.argmax()) for row in rows], dtype=torch.int64)
            logits = (torch.stack(rows) if rows else torch.zeros(0, classes)) - classes / 2
            logits = logits.to(rng.choice((torch.float32, torch.float64)))
            what = {0: "no samples", 1: "one sample"}.get(samples, "several samples")
            name = f"predict_multiclass(logits) of {what}"
            strided = rng.noncontiguous(logits)
            check_predictions(submission, "predict_multiclass", (strided,), right, name)


@points(0.5, "predict_multilabel compares each probability with the threshold", public=True)
def test_predict_multilabel(submission, rng):
    logits = torch.tensor([[2.0, -1.0, 0.3], [-0.2, -3.0, -2.0], [1.0, 4.0, 0.2]])
    right = torch.tensor([[1, 0, 1], [0, 0, 0], [1, 1, 1]])
    check_predictions(submission, "predict_multilabel", (logits,), right, "predict_multilabel(logits)")
    n, k = rng.sizes(2)
    with expect.global_rng_unchanged(submission, name="predict_multilabel"):
        for samples, labels in ((n, k), (1, k), (k, 1), (0, k)):
            for threshold in (0.05, 0.3, 0.95):
                right = answers(rng, samples, labels, dtype=torch.int64)
                # At least 0.2 above or below the logit of the threshold: its probability is not near it.
                border = math.log(threshold / (1 - threshold))
                away = rng.uniform(samples, labels, low=0.2, high=3.0)
                logits = rng.noncontiguous(border + torch.where(right == 1, away, -away))
                name = f"predict_multilabel(logits, {threshold})"
                check_predictions(submission, "predict_multilabel", (logits, threshold), right, name)
    logits, right = log_odds(0.1, 0.2, 0.3, 0.9)[None], torch.tensor([[0, 0, 1, 1]])
    out = submission.predict_multilabel(logits.double(), threshold=0.25)
    expect.equal(out, right, name="predict_multilabel(logits, threshold=0.25)")
