"""Suite of exercise 8: optimizers.

Most tests hand the same parameters and the same gradients to the learner's optimizer, in the worker, and to
torch's own, in float64 and in the grader. After each step all parameters must be where torch's are.

Tolerance: 1e-4 of the longest way that a number has gone. Right formulas differ by 1e-15 of it, by 1e-6 for
float32 parameters, and by 1e-5 where bias correction is computed in float32. Mistakes differ by 1e-3 or more.
"""

import inspect

import torch
from torch import Tensor
from torch.optim.adam import adam
from torch.optim.sgd import sgd

from autograder.testing import expect, lab, oracle, points

EXACT = 1e-4  # of the longest way

OWN = "optimizers are what you write here"
WRONG_PLACE = "the parameters move to other places than they should."
NOT_MOVED = (
    "the parameters do not move. `p = p - ...` makes a new tensor: change the parameter itself, "
    "as `p -= ...` does inside `torch.no_grad()`."
)
NOT_READ = (
    "the weights do not move. Are they changed in place? And is `params` kept as a list? "
    "`model.parameters()` is a generator, which can be read only once."
)
NONE_AS_ZEROS = "A gradient of None counts as zeros here: leave such a parameter out of the step altogether."
NEW_TENSORS = "Compute with new tensors: `g = g + h`, not `g += h`."
OTHER_MEMORY = (
    "the new numbers lie in other memory than the old ones, and a view of the parameter still has the old "
    "ones. Assigning to `p.data` does that; `p -= ...` inside `torch.no_grad()` changes the numbers in place."
)


class TorchSGD:
    """torch's SGD as the function that does the work of the class.

    Making an object of the class imports torch's compiler first, which takes seconds.
    """

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.params = list(params)
        self.buffers = [None for _ in self.params]
        self.settings = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
        self.settings |= {"dampening": 0.0, "maximize": False, "foreach": False}

    def step(self):
        """Move the parameters that have gradients."""
        for i, p in enumerate(self.params):
            if p.grad is not None:
                buffer = [self.buffers[i]]
                sgd([p.detach()], [p.grad], buffer, **self.settings)
                self.buffers[i] = buffer[0]

    def zero_grad(self):
        """Forget the gradients."""
        for p in self.params:
            p.grad = None


class TorchAdam:
    """torch's Adam, in the same way."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]
        self.counts = [torch.tensor(0.0) for _ in self.params]
        self.settings = {"lr": lr, "beta1": betas[0], "beta2": betas[1], "eps": eps, "weight_decay": 0.0}
        self.settings |= {"amsgrad": False, "maximize": False, "foreach": False}

    def step(self):
        """Move the parameters that have gradients."""
        for i, p in enumerate(self.params):
            if p.grad is not None:
                state = [self.means[i]], [self.squares[i]], [], [self.counts[i]]
                adam([p.detach()], [p.grad], *state, **self.settings)

    zero_grad = TorchSGD.zero_grad


class SlippedAdam:
    """Adam with one mistake, to find out which one a learner has made."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, **slips):
        self.params = list(params)
        self.means, self.squares = [0.0 for _ in self.params], [0.0 for _ in self.params]
        self.counts, self.count = [0 for _ in self.params], 0
        self.lr, self.betas, self.eps, self.slips = lr, betas, eps, slips

    def step(self):
        """Move the parameters that have gradients."""
        self.count += 1
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.counts[i] += 1
            count = self.count if self.slips.get("shared") else self.counts[i]
            correct = self.slips.get("mean", True), self.slips.get("square", True)
            missing = [1 - beta**count if do else 1.0 for beta, do in zip(self.betas, correct, strict=True)]
            self.means[i] = self.betas[0] * self.means[i] + (1 - self.betas[0]) * p.grad
            self.squares[i] = self.betas[1] * self.squares[i] + (1 - self.betas[1]) * p.grad**2
            mean, square = self.means[i] / missing[0], self.squares[i] / missing[1]
            size = (square + self.eps).sqrt() if self.slips.get("inside") else square.sqrt() + self.eps
            if self.slips.get("early"):
                size = square.sqrt() + self.eps / missing[1] ** 0.5
            p.data -= self.lr * mean / size


TORCH = {"SGD": TorchSGD, "Adam": TorchAdam}


def parameter(start):
    """Make a parameter with these numbers and this layout, in memory of its own."""
    own = torch.empty_strided(start.shape, start.stride(), dtype=start.dtype)
    return own.copy_(start).requires_grad_()


def follow(make, starts, gradients, arguments=(), keywords=None, refill=False):
    """Step along given gradients; return where all parameters are after each step.

    `gradients` has a row for each step, with a gradient or None for each parameter. With `refill`, each next
    gradient is written into the tensor of the last one.
    """
    params = [parameter(start) for start in starts]
    optimizer = make(params, *arguments, **(keywords or {}))
    path = []
    for row in gradients:
        for p, gradient in zip(params, row, strict=True):
            if refill and p.grad is not None and gradient is not None:
                p.grad.copy_(gradient)
            else:
                p.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        path.append([p.detach().clone() for p in params])
    return path


def train(make, state, inputs, targets, keywords, steps):
    """Train a small network; return what there is to see of it."""
    model = lab.mlp(state)
    params = list(model.parameters())
    optimizer = make(model.parameters(), **keywords)
    path, left = [], []
    while len(path) < steps and torch.is_grad_enabled() and all(p.requires_grad for p in params):
        optimizer.zero_grad()
        left += [None if p.grad is None else p.grad.clone() for p in params]
        (model(inputs) - targets).square().mean().backward()
        optimizer.step()
        path.append([p.detach().clone() for p in params])
    return {
        "path": path,
        "left": left,
        "learning": all(p.requires_grad for p in params),
        "enabled": torch.is_grad_enabled(),
    }


def take_turns(make, starts, gradients, keywords):
    """Step with one gradient for each parameter; each optimizer has one parameter, and they take turns."""
    params = [parameter(start) for start in starts]
    views = [p.detach() for p in params]
    optimizers = [make([p], **settings) for p, settings in zip(params, keywords, strict=True)]
    for p, gradient in zip(params, gradients, strict=True):
        p.grad = gradient.clone()
    path = []
    for _ in range(3):
        for optimizer in optimizers:
            optimizer.step()
        path.append([p.detach().clone() for p in params])
    return {
        "path": path,
        "views": views,
        "gradients": [p.grad for p in params],
        "learning": all(p.requires_grad and p.is_leaf for p in params),
        "enabled": torch.is_grad_enabled(),
    }


# Runs one of the functions above in the worker, and notes whether torch.optim is at work in it.
WATCHED = """
import sys

def watched(function, name, *arguments, **keywords):
    found = set()

    def note(frame, event, argument):
        module = frame.f_globals.get("__name__") or ""
        if event == "call" and module.startswith("torch.optim"):
            found.add(module)

    sys.setprofile(note)
    try:
        result = function(getattr(learner, name), *arguments, **keywords)
    finally:
        sys.setprofile(None)
    return result, sorted(found)
"""


def check_own_work(submission, name):
    """Check that the source does not name torch.optim, except for what only the other class can need."""
    other = {"SGD": ("torch.optim.Adam", "torch.optim.adam"), "Adam": ("torch.optim.SGD", "torch.optim.sgd")}
    used = {use for _, use in submission.syntax.found("torch.optim") if not use.startswith(other[name])}
    expect.not_used(submission, *sorted(used), because=OWN)


def in_worker(submission, function, name, *arguments, **keywords):
    """Run one of the functions above on the learner's class of that name."""
    check_own_work(submission, name)
    source = inspect.getsource(parameter) + inspect.getsource(function)
    there = submission.define(function.__name__, source)
    result, found = submission.define("watched", WATCHED)(there, name, *arguments, **keywords)
    expect.that(not found, f"torch.optim is at work here, which this exercise does not allow. Why: {OWN}.")
    return result


def slips(name, settings):
    """Yield known mistakes: what to say, and the optimizer and settings that lead to the same places."""
    if name == "SGD":
        lr, momentum, decay = settings["lr"], settings.get("momentum", 0.0), settings.get("weight_decay", 0.0)
        yield "They go uphill: a step must be subtracted.", TorchSGD, {"lr": -lr}
        yield "The momentum has no effect.", TorchSGD, {"momentum": 0.0}
        yield "The weight decay has no effect.", TorchSGD, {"weight_decay": 0.0}
        yield "The weight decay has the wrong sign.", TorchSGD, {"weight_decay": -decay}
        text = "The velocity takes up 1 - momentum of the gradient: it must take up all of it."
        yield text, TorchSGD, {"lr": lr * (1 - momentum)}
        text = "This is Nesterov's momentum: a step goes along the velocity alone."
        yield text, TorchSGD, {"nesterov": momentum > 0}
    else:
        lr, betas = settings.get("lr", 1e-3), settings.get("betas", (0.9, 0.999))
        yield "They go uphill: a step must be subtracted.", TorchAdam, {"lr": -lr}
        yield "The two betas are swapped.", TorchAdam, {"betas": betas[::-1]}
        yield "eps has no effect.", TorchAdam, {"eps": 0.0}
        yield "eps stands under the root: it is added after the root.", SlippedAdam, {"inside": True}
        text = "eps is added before the bias correction: it is added after it, and after the root."
        yield text, SlippedAdam, {"early": True}
        yield "The bias correction is missing.", SlippedAdam, {"mean": False, "square": False}
        yield "The mean of squares lacks its bias correction.", SlippedAdam, {"square": False}
        yield "The mean of gradients lacks its bias correction.", SlippedAdam, {"mean": False}
        text = "All parameters share one step count, which counts also steps that a parameter sits out."
        yield text, SlippedAdam, {"shared": True}


def followed(make, starts, gradients, settings):
    """Follow the gradients in the grader, in float64."""
    wide = [[None if gradient is None else gradient.double() for gradient in row] for row in gradients]
    return follow(make, [start.double() for start in starts], wide, keywords=settings)


@oracle
def right_path(name, starts, gradients, settings):
    return followed(TORCH[name], starts, gradients, settings)


@oracle
def slipped_paths(name, starts, gradients, settings):
    """Yield where known mistakes lead, each with what to say."""
    for sentence, make, changes in slips(name, settings):
        yield sentence, followed(make, starts, gradients, settings | changes)
    zeros = [[zero_for_none(g, s) for g, s in zip(row, starts, strict=True)] for row in gradients]
    yield NONE_AS_ZEROS, followed(TORCH[name], starts, zeros, settings)


def check_steps(submission, name, starts, gradients, what, arguments=(), refill=False, **keywords):
    """Check where the learner's optimizer of that name takes the parameters, step by step."""
    order = {"SGD": ("lr", "momentum", "weight_decay"), "Adam": ("lr", "betas", "eps")}[name]
    settings = dict(zip(order, arguments, strict=False)) | keywords
    given = {"arguments": arguments, "keywords": keywords, "refill": refill}
    path = in_worker(submission, follow, name, starts, gradients, **given)
    check_sitting_out(name, path, starts, gradients)
    right, slipped = (
        right_path(name, starts, gradients, settings),
        slipped_paths(name, starts, gradients, settings),
    )
    tolerance = EXACT * longest_way(right, starts)
    if not agrees(path, right, tolerance):
        expect.that(not agrees(path, [starts] * len(path), 0.0), f"{what}: {NOT_MOVED}")
        for sentence, places in slipped:
            expect.that(not agrees(path, places, tolerance), f"{what}: {WRONG_PLACE} {sentence}")
    check_places(path, right, starts, what)


def zero_for_none(gradient, start):
    return torch.zeros_like(start) if gradient is None else gradient


def check_sitting_out(name, path, starts, gradients):
    """Check that parameters without gradients stay where they are."""
    before = starts
    for row, after in zip(gradients, path, strict=True):
        for gradient, old, new in zip(row, before, after, strict=True):
            expect.that(
                gradient is not None or torch.allclose(old, new, rtol=0.0, atol=0.0, equal_nan=True),
                f"{name}.step() moves a parameter whose .grad is None, which it must leave as it is.",
            )
        before = after


def check_places(path, right, starts, what):
    """Check all parameters after each step."""
    tolerance = EXACT * longest_way(right, starts)
    for step, (row, wanted) in enumerate(zip(path, right, strict=True), 1):
        name = f"{what}: a parameter after step {step}"
        for p, expected, start in zip(row, wanted, starts, strict=True):
            expect.close(p, expected.to(start.dtype), rtol=0.0, atol=tolerance, name=name)


def longest_way(path, starts):
    """Return how far from its start some number is at some time."""
    return max(float((p - s).abs().max()) for row in path for p, s in zip(row, starts, strict=True))


def agrees(path, other, tolerance):
    """Say whether two paths are the same."""
    pairs = [pair for rows in zip(path, other, strict=True) for pair in zip(*rows, strict=True)]
    return all(a.shape == b.shape and bool(((a - b).abs() <= tolerance).all()) for a, b in pairs)


def draw_starts(rng, dtype):
    """Draw parameters of several shapes and layouts; two have one shape, and one is a single number."""
    n, m = rng.sizes(2)
    shapes = ((n, m), (m,), (), (m,), (1, n, 1))
    return [rng.noncontiguous(rng.normal(*shape, dtype=dtype)) for shape in shapes]


def draw_gradients(rng, starts, steps):
    """Draw gradients of different sizes, one for each parameter and step."""
    return [
        [rng.normal(*start.shape, dtype=start.dtype) * rng.number(0.3, 3.0) for start in starts]
        for _ in range(steps)
    ]


@points(1, "SGD moves parameters against their gradients", public=True)
def test_sgd_by_hand(submission):
    p, gradients = torch.tensor([1.0, -2.0, 3.0]), ([0.5, -1.0, 0.0], [1.0, 1.0, 1.0])
    what = "SGD([p], lr=0.1) from [1, -2, 3] with gradients [0.5, -1, 0] and [1, 1, 1]"
    check_steps(submission, "SGD", [p], [[torch.tensor(g)] for g in gradients], what, lr=0.1)
    p, q = torch.tensor([[2.0, 4.0]]), torch.tensor(8.0)
    gradients = [[torch.tensor([[1.0, -1.0]]), torch.tensor(10.0)]]
    what = "SGD([p, q], lr=0.5) from [[2, 4]] and 8 with gradients [[1, -1]] and 10"
    check_steps(submission, "SGD", [p, q], gradients, what, lr=0.5)


@points(1, "SGD has momentum and weight decay", public=True)
def test_sgd_momentum_by_hand(submission):
    gradients = [[torch.tensor([1.0])], [torch.tensor([1.0])], [torch.tensor([0.0])]]
    what = "SGD([p], lr=0.1, momentum=0.5) from [2] with gradients [1], [1] and [0]"
    check_steps(submission, "SGD", [torch.tensor([2.0])], gradients, what, lr=0.1, momentum=0.5)
    p, gradients = torch.tensor([2.0, -4.0]), [[torch.tensor([1.0, 0.0])]]
    what = "SGD([p], lr=0.1, weight_decay=0.5) from [2, -4] with gradient [1, 0]"
    check_steps(submission, "SGD", [p], gradients, what, lr=0.1, weight_decay=0.5)


@points(1, "SGD takes many parameters where torch's SGD takes them, with any settings")
def test_sgd_many_steps(submission, rng):
    for dtype, momentum, decay in (
        (torch.float64, rng.number(0.6, 0.9), rng.number(0.1, 0.4)),
        (torch.float32, rng.number(0.6, 0.9), 0.0),
        (torch.float64, 0.0, rng.number(0.1, 0.4)),
    ):
        starts = draw_starts(rng, dtype)
        gradients = draw_gradients(rng, starts, 6)
        arguments = (rng.number(0.05, 0.2), momentum, decay)
        used = [text for text, number in (("momentum", momentum), ("weight decay", decay)) if number]
        what = f"SGD with {' and '.join(used)}"
        check_steps(submission, "SGD", starts, gradients, what, arguments)
        what = f"{what}, where the next gradient is written into the same .grad"
        check_steps(submission, "SGD", starts, gradients, what, arguments, refill=True)


def gaps(gradients):
    """Take gradients away: some parameters sit out the first step, some later ones."""
    missing = {(0, 1), (3, 1), (1, 2), (2, 2), (4, 2), (0, 3), (1, 3)}
    return [[None if (i, j) in missing else g for j, g in enumerate(row)] for i, row in enumerate(gradients)]


def draw_gaps(rng):
    """Draw parameters and gradients, some of them None and one of them zeros."""
    starts = draw_starts(rng, torch.float64)
    gradients = draw_gradients(rng, starts, 6)
    gradients[3][0] = torch.zeros_like(starts[0])
    return starts, gaps(gradients)


@points(0.5, "SGD skips parameters without a gradient, and forgets nothing about them")
def test_sgd_without_gradients(submission, rng):
    starts, gradients = draw_gaps(rng)
    settings = {"lr": 0.1, "momentum": rng.number(0.6, 0.9), "weight_decay": rng.number(0.1, 0.4)}
    what = "SGD with momentum, where some gradients are None"
    check_steps(submission, "SGD", starts, gradients, what, **settings)


@oracle
def trained_path(name, state, inputs, targets, settings, steps):
    return train(TORCH[name], state, inputs, targets, settings, steps)["path"]


def check_training(submission, name, rng, **settings):
    """Check the weights of a small network that is trained with parameters from a generator."""
    state = {
        "0.weight": rng.normal(4, 3, dtype=torch.float64),
        "0.bias": rng.normal(4, dtype=torch.float64),
        "2.weight": rng.normal(1, 4, dtype=torch.float64),
    }
    data = rng.normal(7, 3, dtype=torch.float64), rng.normal(7, 1, dtype=torch.float64)
    seen = in_worker(submission, train, name, state, *data, settings, steps=4)
    right = trained_path(name, state, *data, settings, steps=4)
    starts = list(state.values())
    expect.that(not agrees(seen["path"], [starts] * len(seen["path"]), 0.0), f"{name} in a loop: {NOT_READ}")
    check_modes(name, seen)
    left = [gradient for gradient in seen["left"] if gradient is not None]
    expect.that(not left, f"After {name}.zero_grad() the .grad of a parameter is not None.")
    check_places(seen["path"], right, starts, f"{name} in a training loop")


def check_modes(name, seen):
    expect.that(seen["enabled"] is True, f"After {name}.step() gradients are switched off for good.")
    text = f"After {name}.step() a parameter does not require gradients any more, or hangs on a graph."
    expect.that(seen["learning"] is True, text)


@points(0.5, "SGD trains a network: it takes a generator, and zero_grad sets gradients to None", public=True)
def test_sgd_in_a_training_loop(submission, rng):
    check_training(submission, "SGD", rng, lr=0.1, momentum=0.5)


def check_in_turns(submission, name, rng, first, second):
    """Check two optimizers with a parameter each, and what their steps leave alone."""
    n, m = rng.sizes(2)
    starts = [rng.normal(n, m, dtype=torch.float64) for _ in range(2)]
    gradients = [rng.normal(n, m, dtype=torch.float64) for _ in range(2)]
    with expect.global_rng_unchanged(submission, name=f"{name}.step()"):
        seen = in_worker(submission, take_turns, name, starts, gradients, [first, second])
    right = take_turns(TORCH[name], starts, gradients, [first, second])["path"]
    expect.that(not agrees(seen["path"], [starts] * 3, 0.0), f"{name}: {NOT_MOVED}")
    left = zip(seen["gradients"], gradients, strict=True)
    kept = all(isinstance(after, Tensor) and torch.equal(after, before) for after, before in left)
    expect.that(kept, f"After {name}.step() the .grad of a parameter is not what it was. {NEW_TENSORS}")
    check_modes(name, seen)
    check_places(seen["path"], right, starts, f"Two optimizers {name} that take turns and share nothing")
    expect.that(agrees([seen["views"]], [seen["path"][-1]], 0.0), f"{name}.step(): {OTHER_MEMORY}")


@points(1, "steps of SGD happen in place and leave all else alone, also other optimizers")
def test_sgd_in_place(submission, rng):
    first = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.3}
    check_in_turns(submission, "SGD", rng, first, {"lr": 0.2, "momentum": 0.5, "weight_decay": 0.1})


@points(1, "Adam's steps follow from the running means of gradients and of their squares", public=True)
def test_adam_by_hand(submission):
    p, gradients = torch.tensor([1.0, -2.0]), ([4.0, -0.5], [2.0, 1.0], [0.0, 0.0])
    steps = [[torch.tensor(g)] for g in gradients]
    what = "Adam([p], lr=0.1) from [1, -2] with gradient [4, -0.5]"
    check_steps(submission, "Adam", [p], steps[:1], what, lr=0.1)
    settings = {"lr": 0.1, "betas": (0.5, 0.84)}
    what = "Adam([p], lr=0.1, betas=(0.5, 0.84)) from [1, -2] with gradients [4, -0.5], [2, 1] and [0, 0]"
    check_steps(submission, "Adam", [p], steps, what, **settings)
    what = "Adam([p], lr=0.1, eps=1.0) from [1, -2] with gradients [4, -0.5]"
    check_steps(submission, "Adam", [p], steps[:1], what, lr=0.1, eps=1.0)


def draw_betas(rng):
    return rng.number(0.6, 0.8), rng.number(0.9, 0.98)


@points(1.5, "Adam takes many parameters where torch's Adam takes them, with any settings")
def test_adam_many_steps(submission, rng):
    for dtype, eps in ((torch.float64, rng.number(0.2, 0.5)), (torch.float32, 1e-8)):
        starts = draw_starts(rng, dtype)
        gradients = draw_gradients(rng, starts, 6)
        arguments = (rng.number(0.05, 0.2), draw_betas(rng), eps)
        what = f"Adam with {'a large' if eps > 0.1 else 'a small'} eps"
        check_steps(submission, "Adam", starts, gradients, what, arguments)
        what = f"{what}, where the next gradient is written into the same .grad"
        check_steps(submission, "Adam", starts, gradients, what, arguments, refill=True)


@points(0.5, "Adam's settings have the right defaults")
def test_adam_defaults(submission, rng):
    # Next to gradients of 1e-8, the eps of 1e-8 matters; the third parameter's gradients shrink from step to
    # step, so that it matters how fast the means forget.
    n = rng.integer(3, 7)
    starts = [rng.normal(n, dtype=torch.float64) for _ in range(3)]
    gradients = draw_gradients(rng, starts, 10)
    gradients = [[g, 1e-8 * h, k * 0.7**step] for step, (g, h, k) in enumerate(gradients)]
    check_steps(submission, "Adam", starts, gradients, "Adam(params)")


@points(0.5, "Adam skips parameters without a gradient; their step counts stand still")
def test_adam_without_gradients(submission, rng):
    starts, gradients = draw_gaps(rng)
    settings = {"lr": 0.1, "betas": draw_betas(rng)}
    check_steps(submission, "Adam", starts, gradients, "Adam, where some gradients are None", **settings)


@points(0.5, "Adam trains a network: it takes a generator, and zero_grad sets gradients to None", public=True)
def test_adam_in_a_training_loop(submission, rng):
    check_training(submission, "Adam", rng, lr=0.1, betas=(0.5, 0.9))


@points(1, "steps of Adam happen in place and leave all else alone, also other optimizers")
def test_adam_in_place(submission, rng):
    first = {"lr": 0.1, "betas": draw_betas(rng), "eps": 0.1}
    check_in_turns(submission, "Adam", rng, first, {"lr": 0.2, "betas": draw_betas(rng), "eps": 0.3})
