"""Suite of exercise 17: heads, their losses and predictions, freezing, transfer learning.

What must stay as it is, is compared bit for bit. What is trained is compared with nothing but itself, for the
optimizer of fit_head is free: with a learning rate of next to 0 each epoch's loss is that of the first
weights, whatever the optimizer, and with a real one the loss falls.
"""

import inspect

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.testing import expect, points

TASKS = ("regression", "binary", "multiclass", "multilabel")

# Losses may be taken in float32, of up to 60 terms: rounding is near 1e-6, and each mistake changes the first
# digits.
LOSS = {"rtol": 1e-4, "atol": 1e-5, "check_dtype": False}
# bfloat16 has three digits, and a loss in it is rounded several times.
COARSE = {"rtol": 0.05, "atol": 0.05, "check_dtype": False}
# Adam with this learning rate moves a weight by 1e-8 in ten steps: no digit of a loss shows it.
HARDLY = 1e-9

# With forty seeds the loss fell to 0.49 of its first value at most with the usual optimizers of torch, and to
# 0.97 with Adadelta, which is slow at such a rate. Training that is dead leaves it where it was, to 6 digits.
EPOCHS, LEARNING_RATE, LEAST_PROGRESS = 10, 0.1, 0.999

# The answers of twenty new modules for the same inputs.
ANSWERS = """
def answers(make, x):
    return torch.stack([make().eval()(x).detach() for _ in range(20)])
"""


class Body(nn.Module):
    """A backbone with buffers of several kinds, all of which change in training mode.

    `modes` has an entry for each call: was the module, or a part of it, in training mode?
    """

    def __init__(self, inputs, features, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.flatten = nn.Flatten()
        self.block = nn.Sequential(nn.Linear(inputs, features), nn.BatchNorm1d(features), nn.Dropout(0.5))
        self.scale = nn.Parameter(torch.rand(features) + 0.5)
        self.register_buffer("batches_seen", torch.tensor(0))
        self.register_buffer("running_average", torch.zeros(features))
        self.modes = []

    def forward(self, x):
        """Compute features."""
        x = self.block(self.flatten(x)) * self.scale
        if self.training:
            self.batches_seen += 1
            self.running_average.lerp_(x.detach().mean(dim=0), 0.1)
        self.modes.append(any(part.training for part in self.modules()))
        return x


# Puts a layer on a body, and trains everything that can be trained for some steps.
TRAIN = """
def joined(body, features):
    return nn.Sequential(body, nn.Linear(features, 2))

def train(model, make_optimizer, inputs, steps):
    optimizer = make_optimizer(model.parameters())
    for _ in range(steps):
        loss = (model(inputs) - 3).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
OPTIMIZERS = {
    "SGD": "lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0.1)",
    "AdamW": "lambda parameters: torch.optim.AdamW(parameters, lr=0.1, weight_decay=0.1)",
}

# What is trained and what is not, of a model on a backbone.
PARTS = """
def parts(model, backbone):
    frozen = {id(parameter) for parameter in backbone.parameters()}
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return {
        "backbone inside": any(module is backbone for module in model.modules()),
        "trained": len(trained),
        "trained in backbone": sum(id(parameter) in frozen for parameter in trained),
    }
"""

# The weights of the head, and what gradients it was left with (none counts as zeros).
HEAD = """
def head(model):
    return [parameter.detach().clone() for parameter in model.parameters() if parameter.requires_grad]

def slopes(model):
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in trained]
"""

# Notes the parameters that optimizers are given.
SPY = """
given = []
add_param_group = torch.optim.Optimizer.add_param_group

def noting(self, group):
    add_param_group(self, group)
    given.extend(self.param_groups[-1]["params"])

torch.optim.Optimizer.add_param_group = noting

def given_of(backbone):
    frozen = {id(parameter) for parameter in backbone.parameters()}
    return sum(id(parameter) in frozen for parameter in given)
"""


@points(1, "head_for makes a layer from features to raw outputs, and knows four tasks", public=True)
def test_heads(submission, rng):
    for task, features, outputs in zip(TASKS, rng.sizes(4, low=3, high=12), (1, 1, 5, 4), strict=True):
        head, name = submission.head_for(task, features, outputs), f'head_for("{task}", ...)'
        expect.instance(submission, head, "torch.nn.Module", name=name)
        for n in (6, 1):
            x = rng.normal(n, features)
            expect.shape(head(rng.noncontiguous(x)), (n, outputs), name=f"the output of {name}")
            expect.dtype(head(x), torch.float32, name=f"the output of {name}")
        make = f'lambda: learner.head_for("{task}", {features}, {outputs})'
        check_raw(submission, make, features, rng, f"The outputs of {name}")
    for task in ("clustering", "multi"):
        expect.raises(ValueError, submission.head_for, task, 4, 3, name=f'head_for("{task}", 4, 3)')


def check_raw(submission, make, features, rng, name):
    """Outputs are not squeezed into a range: for inputs of size 1000 they are large, and of both signs."""
    make = submission.expression(make)
    many = submission.define("answers", ANSWERS)(make, 1000 * rng.normal(6, features))
    expect.that(
        bool((many > 1).any()) and bool((many < -1).any()),
        f"{name} are not raw numbers of any size: something such as a sigmoid, softmax or ReLU follows the "
        "linear layer.",
    )


@points(1, "loss_for knows the loss of each task", public=True)
def test_losses_by_hand(submission):
    log2 = float(torch.tensor(2.0).log())
    logits = torch.tensor([[0.0, 3 * log2, 0.0], [0.0, -3 * log2, 3 * log2]])  # probabilities 1/2, 8/9, 1/9
    for task, outputs, targets, right in (
        ("regression", [[1.0], [3.0]], [[2.0], [7.0]], (1 + 16) / 2),
        ("binary", [[0.0], [0.0], [-3 * log2]], [[1.0], [0.0], [0.0]], (log2 + log2 + np.log(9 / 8)) / 3),
        ("binary", [[0.0], [0.0], [-3 * log2]], [[1], [0], [1]], (log2 + log2 + np.log(9)) / 3),
        ("multiclass", [[0.0, log2, 0.0], [0.0, 0.0, log2]], [1, 0], (np.log(2) + np.log(4)) / 2),
        (
            "multilabel",
            logits,
            [[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]],
            (3 * log2 + 2 * np.log(9 / 8) + np.log(9)) / 6,
        ),
    ):
        loss = loss_of(submission, task)
        got = loss(torch.as_tensor(outputs), torch.as_tensor(targets))
        expect.close(got, torch.tensor(right), name=f'loss_for("{task}")(outputs, targets)', **LOSS)


@points(1, "losses are right for any outputs, for integer targets, and let gradients flow")
def test_losses_of_any_outputs(submission, rng):
    for task in TASKS:
        loss = loss_of(submission, task)
        n, k = rng.sizes(2, low=3)
        for shape, scale, dtype in (
            ((n, k), 1, torch.float64),
            ((n, k), 1000, torch.float32),
            ((n, 1), 2, torch.float32),
            ((1, k), 2, torch.float32),
            ((n,), 2, torch.float64),
        ):
            if task != "multiclass" or len(shape) == 2:
                outputs = rng.noncontiguous(scale * rng.normal(*shape, dtype=dtype))
                size = "large" if scale == 1000 else "small"
                name = f'loss_for("{task}")(outputs, targets) of {size} outputs'
                check_loss(submission, loss, task, outputs, draw_targets(rng, task, outputs), name, LOSS)
        if task in ("binary", "multilabel"):
            for dtype in (torch.int64, torch.int32, torch.uint8):
                outputs = rng.normal(n, k)
                targets = draw_targets(rng, task, outputs).to(dtype)
                name = f'loss_for("{task}")(outputs, targets) with targets of {str(dtype)[6:]}'
                check_loss(submission, loss, task, outputs, targets, name, LOSS)
            outputs = rng.normal(n, k, dtype=torch.bfloat16)
            targets = draw_targets(rng, task, outputs).long()
            name = f'loss_for("{task}")(outputs, targets) with outputs of bfloat16 and targets of int64'
            check_loss(submission, loss, task, outputs, targets, name, COARSE)


def loss_of(submission, task):
    """The learner's loss function of a task, as a handle."""
    loss = submission.call("loss_for", task)
    expect.instance(submission, loss, "collections.abc.Callable", name=f'what loss_for("{task}") returns')
    return loss


def draw_targets(rng, task, outputs):
    """Targets for a task's outputs; floats of their dtype, but for multiclass."""
    if task == "regression":
        return rng.normal(*outputs.shape, dtype=outputs.dtype)
    if task == "multiclass":
        return rng.integers(0, outputs.shape[1], len(outputs))
    return rng.mask(*outputs.shape).to(outputs.dtype)


def formula(task):
    """The loss of a task."""
    if task == "multiclass":
        return F.cross_entropy
    return F.mse_loss if task == "regression" else F.binary_cross_entropy_with_logits


def check_loss(submission, loss, task, outputs, targets, name, tolerance):
    """The loss and its gradient are right, and its arguments unchanged."""
    leaf = outputs.double().requires_grad_()
    right = formula(task)(leaf, targets if task == "multiclass" else targets.double())
    right.backward()
    got, afterwards = submission.observe(loss, outputs, targets)
    expect.close(got, right.detach(), name=name, **tolerance)
    expect.equal(afterwards, (outputs, targets), name=f"the arguments after {name}")
    _, (slope,) = submission.backward(loss, (outputs, targets))
    expect.that(slope is not None, f"No gradients flow through {name}.")
    expect.close(slope, leaf.grad, name=f"the gradient of {name}", **tolerance)


@points(0.5, "losses refuse outputs and targets of different shapes with a ValueError")
def test_losses_refuse_broadcasting(submission, rng):
    for task in ("regression", "binary", "multilabel"):
        loss = loss_of(submission, task)
        n, k = rng.sizes(2, low=3)
        outputs = rng.normal(n, 1)
        got = loss(outputs, draw_targets(rng, task, outputs))
        expect.shape(got, (), name=f'loss_for("{task}")(outputs, targets)')
        for a, b, what in (
            ((n, 1), (n,), "outputs in a column and targets without a second dimension"),
            ((n,), (n, 1), "outputs without a second dimension and targets in a column"),
            ((n, k), (n, 1), "a table of outputs and a column of targets"),
            ((n, k), (1, k), "a table of outputs and a row of targets"),
            ((n, k), (k,), "a table of outputs and targets without a second dimension"),
            ((1, 1), (1,), "one output with two dimensions and one target with one"),
        ):
            outputs = rng.normal(*a)
            targets = draw_targets(rng, task, rng.normal(*b))
            expect.raises(ValueError, loss, outputs, targets, name=f"the {task} loss of {what}")


@points(0.5, "predictions_for knows what the outputs of each task say", public=True)
def test_predictions_by_hand(submission):
    outputs = torch.tensor([[0.25, -0.25, 4.0], [-3.0, 0.75, 0.4]])
    for task, given, right in (
        ("regression", outputs, outputs),
        ("binary", outputs[:, :1], [[1], [0]]),
        ("multiclass", outputs, [2, 1]),
        ("multilabel", outputs, [[1, 0, 1], [0, 1, 1]]),
    ):
        check_predictions(submission, task, given, torch.as_tensor(right))


@points(0.5, "predictions_for works for any outputs, and leaves them alone")
def test_predictions_of_any_outputs(submission, rng):
    for task in TASKS:
        n, k = rng.sizes(2, low=3)
        for shape in (
            ((n, k), (1, k), (n, 1), (k, n)) if task == "multiclass" else ((n, k), (n, 1), (1, 1), (n,))
        ):
            for dtype in (torch.float32, torch.float64):
                outputs = draw_outputs(rng, task, shape).to(dtype)
                wanted = outputs
                if task == "multiclass":
                    wanted = outputs.argmax(dim=1)
                elif task != "regression":
                    wanted = outputs.sigmoid() > 0.5
                check_predictions(submission, task, rng.noncontiguous(outputs), wanted)


def draw_outputs(rng, task, shape):
    """Outputs with no probability near 0.5, many of them nearer to 0 than 0.5, and no two alike in a row."""
    if task == "multiclass":
        return torch.stack([rng.permutation(shape[1]) / 3 - 1 for _ in range(shape[0])])
    small = rng.uniform(*shape, low=0.1, high=1.0)
    return small * (rng.mask(*shape).float() * 2 - 1)


def check_predictions(submission, task, outputs, wanted):
    """Predictions have the right shape and values, in any dtype."""
    got, (_, afterwards) = submission.observe("predictions_for", task, outputs)
    name = f'predictions_for("{task}", outputs)'
    expect.tensor(got, name=name)
    expect.close(got.double(), wanted.double(), name=name)
    expect.equal(afterwards, outputs, name=f"the outputs after {name}")


@points(0.5, "an optimizer changes no parameter of a frozen module", public=True)
def test_frozen_parameters(submission, rng):
    features = 4
    layers = submission.expression("nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 4))")
    check_frozen(submission, layers, layers, features, rng.normal(6, 3), "SGD")


@points(1.5, "a frozen module keeps all parameters and buffers, also after train()")
def test_frozen_buffers(submission, rng):
    inputs, features = rng.sizes(2, low=3)
    make = define(submission, Body)
    for optimizer in OPTIMIZERS:
        body = make(inputs, features, rng.seed())
        # The module itself, a part of a larger one, and the other way round.
        check_frozen(submission, body, body, features, rng.normal(6, inputs), optimizer)
        body = make(inputs, features, rng.seed())
        inside = submission.expression("nn.Sequential(nn.Flatten(), nn.Sequential(body))", body=body)
        check_frozen(submission, body, inside, features, rng.normal(5, inputs, 1), optimizer)
        body = make(inputs, features, rng.seed())
        around = submission.expression("nn.Sequential(nn.Flatten(), nn.Sequential(body))", body=body)
        check_frozen(submission, around, around, features, rng.normal(7, 1, inputs), optimizer)
    norm = submission.call(submission.expression("nn.BatchNorm2d"), features)
    pooled = submission.expression("nn.Sequential(norm, nn.AdaptiveAvgPool2d(1), nn.Flatten())", norm=norm)
    check_frozen(submission, norm, pooled, features, rng.normal(3, features, 4, 2), "SGD")


def check_frozen(submission, frozen, layers, features, inputs, optimizer):
    """Freeze a module, train a model that has it in `layers`: it stays as it is, the layer on top learns."""
    state_of = submission.lab.state
    before = state_of(frozen)
    submission.freeze(frozen)
    expect.equal(state_of(frozen), before, name="the module's state_dict() after freeze")
    model = submission.define("joined", TRAIN)(layers, features)
    untrained = state_of(model[1])
    train, make_optimizer = submission.define("train", TRAIN), submission.expression(OPTIMIZERS[optimizer])
    for whole, what in ((model, "a model that it is a part of"), (frozen, "the module itself")):
        whole.train()
        train(model, make_optimizer, inputs, 2)
        when = f"After freeze, train() of {what} and two steps of {optimizer},"
        check_kept(submission, frozen, before, when)
    trained = state_of(model[1])
    expect.that(
        all(not torch.equal(trained[key], untrained[key]) for key in untrained),
        "A layer on top of the frozen module, which is not frozen itself, cannot be trained any more.",
    )


def check_kept(submission, module, before, when):
    """Parameters and buffers are bit for bit what they were."""
    after = submission.lab.state(module)
    expect.equal(dict.fromkeys(after), dict.fromkeys(before), name="the frozen module's state_dict()")
    changed = [name for name, value in before.items() if not identical(after[name], value)]
    buffers = submission.expression("lambda module: [name for name, _ in module.named_buffers()]")(module)
    for kind, why in (
        (
            "parameter",
            "Parameters without requires_grad get no gradients, and an optimizer leaves them alone.",
        ),
        ("buffer", "Layers change their buffers in training mode: the frozen module has to stay out of it."),
    ):
        names = [name for name in changed if (name in buffers) == (kind == "buffer")]
        expect.that(
            not names,
            f"{when} a {kind} of the frozen module is not what it was. {why}",
            f"{when} {kind}s of the frozen module are not what they were: {', '.join(names)}. {why}",
        )


def identical(a, b):
    """The same dtype and values."""
    return a.dtype == b.dtype and torch.equal(a, b)


@points(0.5, "build_transfer puts a new head on the backbone, whose parameters are frozen", public=True)
def test_build_transfer(submission, rng):
    backbone = submission.expression("nn.Sequential(nn.Flatten(), nn.Linear(12, 5), nn.Tanh())")
    check_transfer(submission, backbone, (3, 4), 5, 3, rng)
    make = "lambda: learner.build_transfer(nn.Identity(), 5, 3)"
    check_raw(submission, make, 5, rng, "The outputs of the model that build_transfer returns")


@points(1, "the backbone stays in evaluation mode when the whole is set to train")
def test_backbone_stays_in_evaluation_mode(submission, rng):
    make = define(submission, Body)
    for mode in (True, False):
        inputs, features, classes = rng.sizes(3, low=3)
        body = make(inputs, features, rng.seed())
        body.train(mode)
        model = check_transfer(submission, body, (inputs,), features, classes, rng)
        train = submission.define("train", TRAIN)
        make_optimizer = submission.expression(OPTIMIZERS["SGD"])
        before, earlier = submission.lab.state(body), len(body.modes)
        x = rng.normal(6, inputs)
        for flag in (True, False, True):
            model.train(flag)
            train(model, make_optimizer, x, 1)
        modes = body.modes[earlier:]
        expect.that(len(modes) > 0, "The model that build_transfer returns does not call the backbone.")
        expect.that(
            not any(modes),
            "When train() is called on the whole model, the backbone or a part of it is in training mode.",
        )
        check_kept(submission, body, before, "After some training of the whole model")


@points(0.5, "the model of build_transfer works on a GPU after it was moved there", device="simulated")
def test_transfer_on_a_gpu(submission, rng):
    make = define(submission, Body)
    for mode in (True, False):
        inputs, features, classes = rng.sizes(3, low=3)
        body = make(inputs, features, rng.seed())
        model = check_transfer(submission, body, (inputs,), features, classes, rng)
        x = rng.normal(5, inputs)
        right = model(x)
        far = submission.expression("model.to('cuda').train(mode)", model=model, mode=mode)
        expect.that(
            set(submission.devices_of(far)) == {"cuda:0"},
            "When the model of build_transfer is moved to a GPU, some of its weights stay on the CPU: head "
            "and backbone should both be modules of it.",
        )
        out = submission.call(far, submission.expression("x.to('cuda')", x=x))
        expect.that(
            submission.devices_of(out) == ["cuda:0"],
            "The model of build_transfer is on a GPU, its inputs too, and its outputs are not.",
        )
        name = "the outputs of the model of build_transfer on a GPU"
        expect.close(submission.value(out), right, rtol=1e-4, atol=1e-5, name=name)


def check_transfer(submission, backbone, shape, features, classes, rng):
    """Build a model on a backbone: logits of the right shape, and nothing but a head to be trained."""
    before = submission.lab.state(backbone)
    model = submission.build_transfer(backbone, features, classes)
    expect.instance(submission, model, "torch.nn.Module", name="what build_transfer returns")
    found = submission.define("parts", PARTS)(model, backbone)
    expect.that(
        found["backbone inside"],
        "The model that build_transfer returns does not have the backbone itself in it: it should not be "
        "copied, and it should be kept as a module.",
    )
    expect.that(found["trained"] > 0, "The model that build_transfer returns has no parameter to be trained.")
    expect.that(
        found["trained in backbone"] == 0,
        "In the model that build_transfer returns, parameters of the backbone still require gradients.",
    )
    model.eval()
    for n in (4, 1):
        logits = model(rng.normal(n, *shape))
        expect.shape(logits, (n, classes), name="what the model of build_transfer returns")
    expect.equal(
        submission.lab.state(backbone), before, name="the backbone's state_dict() after build_transfer"
    )
    return model


@points(0.5, "fit_head trains the head, and the loss falls", public=True)
def test_fit_head_learns(submission, rng):
    inputs, labels = clusters(rng, 60, 3)
    body, model = build(submission, rng, inputs.shape[1], 8, 3)
    state_of, head = submission.lab.state, submission.define("head", HEAD)
    before, first = state_of(body), head(model)
    loader = submission.lab.loader(inputs, labels, 12, shuffle=True, seed=rng.seed())
    losses = numbers(submission.fit_head(model, loader, EPOCHS, LEARNING_RATE), EPOCHS)
    expect.that(
        losses[-1] < LEAST_PROGRESS * losses[0],
        "The loss of the last epoch is not less than that of the first one: the head does not learn.",
        f"The loss of the last epoch, {losses[-1]:.4f}, is not less than that of the first one, "
        f"{losses[0]:.4f}: the head does not learn.",
    )
    check_kept(submission, body, before, "After fit_head")
    expect.that(
        not any(torch.equal(old, new) for old, new in zip(first, head(model), strict=True)),
        "fit_head leaves weights of the head as they were.",
    )


# A machine with a GPU; the model and all data are on the CPU, where right code leaves them.
@points(0.5, "fit_head returns the mean loss of each epoch", device="simulated")
def test_fit_head_losses(submission, rng):
    inputs, labels = clusters(rng, 24, 4)
    _, model = build(submission, rng, inputs.shape[1], 6, 4)
    model.eval()
    logits = model(inputs)
    labels[18:] = logits[18:].argmin(dim=1)  # so that the last batch is harder than the others
    right = F.cross_entropy(logits, labels).item()
    losses = submission.fit_head(model, submission.lab.loader(inputs, labels, 6), 3, HARDLY)
    for number, loss in enumerate(numbers(losses, 3), 1):
        name = f"the loss of epoch {number}, at a learning rate so small that no weight changes,"
        expect.close(loss, right, rtol=1e-4, name=name)


@points(0.5, "fit_head gives the optimizer the head alone, and takes each step from its own batch")
def test_fit_head_steps(submission, rng):
    inputs, labels = clusters(rng, 12, 3)
    body, model = build(submission, rng, inputs.shape[1], 7, 3)
    given_of, slopes = submission.define("given_of", SPY), submission.define("slopes", HEAD)
    found = []
    # The same batch again and again, and weights that do not change: all gradients are alike.
    for repeats, epochs in ((1, 1), (3, 2)):
        model.zero_grad()
        loader = submission.lab.loader(inputs.repeat(repeats, 1), labels.repeat(repeats), len(labels))
        # A head that was just made is never right about everything.
        numbers(submission.fit_head(model, loader, epochs, HARDLY), epochs, low=1e-9)
        found.append(slopes(model))
    expect.that(
        given_of(body) == 0,
        "fit_head gives parameters of the backbone to its optimizer. Give it the head's alone: those that "
        "require gradients.",
    )
    one, many = found
    expect.that(
        all(torch.allclose(a, b, rtol=0.05, atol=1e-6) for a, b in zip(one, many, strict=True)),
        "The gradients of several batches add up in fit_head: set them to zero before each backward().",
    )


def build(submission, rng, inputs, features, classes):
    """A backbone without buffers, and a model on it."""
    weight = 0.5 * rng.normal(features, inputs)
    backbone = submission.expression("nn.Sequential(lab.mlp({'0.weight': weight}), nn.Tanh())", weight=weight)
    return backbone, submission.build_transfer(backbone, features, classes)


def numbers(losses, epochs, low=0.0):
    """The losses as Python numbers; a tensor with one number, without a graph, is as good."""
    expect.that(
        isinstance(losses, list) and len(losses) == epochs,
        "fit_head should return a list with one number for each epoch.",
        f"fit_head should return a list of {epochs} numbers, one for each epoch.",
    )
    hanging = any(isinstance(loss, Tensor) and loss.requires_grad for loss in losses)
    expect.that(
        not hanging, "A loss that fit_head returns still hangs on its graph: make it a number with .item()."
    )
    return [expect.number(plain(loss), low=low, name="a loss that fit_head returns") for loss in losses]


def plain(value):
    """The Python number in a 0-dim tensor or NumPy scalar; anything else as it is."""
    if isinstance(value, np.generic) or (isinstance(value, Tensor) and value.ndim == 0):
        return value.item()
    return value


def clusters(rng, size, classes):
    """Inputs (size, 3 * classes) in a cluster for each class, and the classes."""
    labels = rng.permutation(size) % classes
    centers = 3 * torch.eye(classes).repeat(1, 3)
    return centers[labels] + rng.normal(size, 3 * classes) / 2, labels


def define(submission, *things):
    """The last of these classes and functions in the worker; what they are for is no secret."""
    return submission.define(things[-1].__name__, "\n\n".join(inspect.getsource(thing) for thing in things))
