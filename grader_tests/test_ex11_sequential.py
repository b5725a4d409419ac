"""Suite of exercise 11: `nn.Sequential`, built in three ways."""

import torch
import torch.nn.functional as F

from autograder.testing import expect, lab, points

# Outputs are about 1, computed in float32 by five layers: rounding is near 1e-6, and a forgotten step changes
# the first digits.
ROUNDED = {"rtol": 1e-4, "atol": 1e-4}

WEIGHTS = {
    "conv1": (6, 1, 5, 5),
    "conv2": (12, 6, 5, 5),
    "fc1": (120, 192),
    "fc2": (60, 120),
    "out": (10, 60),
}
LAYERS = (
    *("conv1", "relu1", "pool1", "conv2", "relu2", "pool2"),
    *("flatten", "fc1", "relu3", "fc2", "relu4", "out"),
)
WITHOUT_WEIGHTS = {
    "relu": F.relu,
    "pool": lambda x: F.max_pool2d(x, 2),
    "flatten": lambda x: x.flatten(1),
}

CONTENTS = "lambda network: [(name, type(part).__name__) for name, part in network._modules.items()]"
ALL_DIFFERENT = (
    "lambda network: len({id(part) for part in network._modules.values()}) == len(network._modules)"
)
PARTS = "lambda network, names, x: [network._modules[name](x.clone()) for name in names]"
SHARE = """
def share(a, b):
    modules, others = ({id(part) for part in network.modules()} for network in (a, b))
    memory, other_memory = ({weight.data_ptr() for weight in network.parameters()} for network in (a, b))
    return bool(modules & others or memory & other_memory)
"""


def drawn_state(rng):
    """Weights that keep the numbers at about 1 from layer to layer, biases that make negative ones matter."""
    state = {}
    for layer, shape in WEIGHTS.items():
        state[f"{layer}.weight"] = rng.normal(*shape) * (1.5 / torch.Size(shape[1:]).numel()) ** 0.5
        state[f"{layer}.bias"] = 0.3 * rng.normal(shape[0])
    return state


def names_of_layers(kind):
    """Return the names that the layers have, in order."""
    return [str(number) for number in range(len(LAYERS))] if kind == "positional" else list(LAYERS)


def renamed(state, kind):
    """Return a state of the Network with the names that a learner's network has."""
    names = dict(zip(LAYERS, names_of_layers(kind), strict=True))
    parts = {key: key.split(".") for key in state}
    return {f"{names[layer]}.{what}": state[key] for key, (layer, what) in parts.items()}


def made(submission, kind):
    """Make a network of the learner's and check what it consists of."""
    network = getattr(submission, kind)()
    expect.instance(submission, network, "torch.nn.Sequential", name=f"{kind}()")
    contents = submission.expression(CONTENTS)(network)
    names = names_of_layers(kind)
    expect.that(
        [name for name, _ in contents] == names,
        f"{kind}() does not have the twelve layers in their order, under their names.",
        f"{kind}() must have twelve layers in this order, named {', '.join(names)}. "
        f"It has {', '.join(f'{name} ({part})' for name, part in contents)}.",
    )
    shapes = {}
    for layer, shape in WEIGHTS.items():
        shapes |= {f"{layer}.weight": shape, f"{layer}.bias": shape[:1]}
    shapes = renamed(shapes, kind)
    state = submission.lab.state(network)
    expect.equal(dict.fromkeys(state), dict.fromkeys(shapes), name=f"{kind}().state_dict()")
    for name, shape in shapes.items():
        expect.shape(state[name], shape, name=f'{kind}().state_dict()["{name}"]')
    return network


def fill(submission, network, kind, state):
    submission.call(submission.attribute(network, "load_state_dict"), renamed(state, kind))


def check_structure(submission, kind):
    """Check names and shapes, and that raw scores come out."""
    # All weights are 0, so whatever the images are, the scores are the biases of the last layer.
    state = {key: torch.zeros_like(value) for key, value in lab.state(lab.network()).items()}
    state["out.bias"] = torch.arange(10.0) - 4
    network = made(submission, kind)
    fill(submission, network, kind, state)
    for n in (3, 1):
        right = state["out.bias"].repeat(n, 1)
        out = network(torch.ones(n, 1, 28, 28))
        expect.close(out, right, name=f"{kind}() with all weights 0, applied to images,", **ROUNDED)


def check_function(submission, rng, kind):
    """Check that two networks compute what the Network computes, and that nothing is shared."""
    first, second = made(submission, kind), made(submission, kind)
    expect.that(
        submission.expression(ALL_DIFFERENT)(first) is True,
        f"{kind}() has one module in several places. Make a new one for each, also for ReLU and pooling.",
    )
    expect.that(
        submission.define("share", SHARE)(first, second) is False,
        f"Two calls of {kind}() return networks that share modules or weights: what one learns changes the "
        "other. Make all layers anew in each call.",
    )
    state = drawn_state(rng)
    fill(submission, first, kind, state)
    fill(submission, second, kind, drawn_state(rng))
    right = lab.network(state)
    for n in (1, rng.integer(2, 6)):
        images = rng.normal(n, 1, 28, 28)
        what = "a batch of one" if n == 1 else "a larger batch"
        for x, more in ((images, ""), (rng.noncontiguous(images), " that is not contiguous")):
            out, (afterwards,) = submission.observe(first, x)
            name = f"{kind}()(images) for {what}{more}"
            expect.close(out, right(images).detach(), name=name, **ROUNDED)
            expect.unmodified(submission, afterwards, x, name="images")
    return first


def check_parts(submission, rng, network, kind):
    """Check that the layers without weights are what their names say."""
    x = rng.normal(2, 3, 4, 6)
    names = [name for name in LAYERS if name not in WEIGHTS]
    parts = submission.expression(PARTS)(network, names, x)
    for name, out in zip(names, parts, strict=True):
        right = WITHOUT_WEIGHTS[name.rstrip("1234")](x)
        expect.close(out, right, name=f"the layer {name} of {kind}() alone, applied to a tensor", **ROUNDED)


@points(1, "positional has the twelve layers, numbered, and returns raw scores", public=True)
def test_positional_layers(submission):
    check_structure(submission, "positional")


@points(1, "positional computes what Network computes, with layers of its own at each place and in each call")
def test_positional_function(submission, rng):
    check_function(submission, rng, "positional")


@points(0.5, "ordered has the twelve layers, named, and returns raw scores", public=True)
def test_ordered_layers(submission):
    check_structure(submission, "ordered")


@points(1, "ordered computes what Network computes, with layers of its own at each place and in each call")
def test_ordered_function(submission, rng):
    check_parts(submission, rng, check_function(submission, rng, "ordered"), "ordered")


@points(0.5, "added has the twelve layers, named, and returns raw scores", public=True)
def test_added_layers(submission):
    check_structure(submission, "added")


@points(1, "added computes what Network computes, with layers of its own at each place and in each call")
def test_added_function(submission, rng):
    check_parts(submission, rng, check_function(submission, rng, "added"), "added")


# Pairs of networks by what is special about them, and whether they are the same function. Dropout and batch
# normalization are there for those who stay in training mode.
PAIRS = """
class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)

class Moody(nn.Module):
    def forward(self, x):
        return x if self.training else 2 * x

class Spare(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.unused = nn.Parameter(torch.zeros(7))

def ask(what, x, weight):
    outputs, inputs = weight.shape
    random_state = torch.get_rng_state()  # making layers draws random numbers

    def linear(kind=nn.Linear):
        layer = kind(inputs, outputs)
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.zero_()
        return layer

    def then(*layers):
        return nn.Sequential(linear(), *layers)

    def one_off(y):
        change = torch.zeros_like(y)
        change[-1, 1] = 0.02 + 0.02 * y[-1, 1].abs()
        return y + change

    def ones(*shape):
        return Apply(lambda x: torch.ones(shape))

    norm = nn.BatchNorm1d(outputs)
    n = len(x)
    a, b = {
        "the same weights": lambda: (linear(), linear()),
        "dropout in one of them": lambda: (then(nn.Dropout(0.5)), linear()),
        "batch normalization in one of them": lambda: (
            then(Apply(lambda y: y / (1 + norm.eps) ** 0.5)), then(norm)
        ),
        "outputs that differ by rounding": lambda: (linear(), then(Apply(lambda y: y * (1 + 2**-22)))),
        "different weights that give the same outputs": lambda: (linear(), linear(Spare)),
        "outputs that differ in evaluation mode only": lambda: (linear(), then(Moody())),
        "the same weights, but different layers after them": lambda: (then(nn.ReLU()), then(nn.Tanh())),
        "outputs that differ in one place": lambda: (linear(), then(Apply(one_off))),
        "outputs of different sign": lambda: (linear(), then(Apply(torch.neg))),
        "outputs in another order": lambda: (linear(), then(Apply(lambda y: y.flip(1)))),
        "outputs that differ by a factor": lambda: (then(Apply(lambda y: 1.1 * y)), linear()),
        "outputs of different sizes": lambda: (ones(n, 3), ones(n, 4)),
        "one column against several": lambda: (ones(n, 1), ones(n, 4)),
        "several columns against one": lambda: (ones(n, 4), ones(n, 1)),
        "one row against several": lambda: (ones(4), ones(n, 4)),
        "an additional dimension of size 1": lambda: (ones(n, 4), ones(1, n, 4)),
    }[what]()
    torch.set_rng_state(random_state)
    before = {name: value.clone() for name, value in norm.state_dict().items()}
    answer = learner.same_function(a, b, x)
    changed = any(not torch.equal(before[name], value) for name, value in norm.state_dict().items())
    return answer, changed
"""
SAME = (
    *("the same weights", "dropout in one of them", "batch normalization in one of them"),
    *("outputs that differ by rounding", "different weights that give the same outputs"),
)
DIFFERENT = (
    *("outputs that differ in evaluation mode only", "the same weights, but different layers after them"),
    *("outputs that differ in one place", "outputs of different sign", "outputs in another order"),
    *("outputs that differ by a factor", "outputs of different sizes", "one column against several"),
    *("several columns against one", "one row against several", "an additional dimension of size 1"),
)


@points(1, "same_function compares outputs, and restores the modes", public=True)
def test_same_function_by_hand(submission):
    x = torch.tensor([[1.0, 2.0], [3.0, -1.0], [0.0, 0.5]])
    state = {"0.weight": torch.tensor([[1.0, -1.0], [2.0, 0.5]]), "0.bias": torch.tensor([0.0, 1.0])}
    other = {**state, "0.bias": torch.tensor([0.0, 1.5])}
    smaller = {name: value[:1] for name, value in state.items()}
    a = submission.lab.mlp(state)
    for changed, right, what in (
        (state, True, "two linear layers with the same weights"),
        (other, False, "two linear layers with different biases"),
        (smaller, False, "linear layers with 2 outputs and with 1 output"),
    ):
        pair = {"a": a, "b": submission.lab.mlp(changed)}
        for training in (True, False):
            before = set_modes(submission, pair, 2 * [training] + 2 * [not training])
            expect.equal(submission.same_function(*pair.values(), x), right, name=f"same_function of {what}")
            check_modes(submission, pair, before, "After same_function")


@points(1, "same_function looks at all of the outputs, in evaluation mode, and up to rounding")
def test_same_function_of_any_networks(submission, rng):
    n, inputs = rng.sizes(2, low=5, high=9)
    x, weight = rng.normal(n, inputs), rng.normal(4, inputs)
    ask = submission.define("ask", PAIRS)
    with expect.global_rng_unchanged(submission, name="same_function"):
        kept = submission.keep(x)
        for what in (*SAME, *DIFFERENT):
            answer, changed = ask(what, kept, weight)
            expect.equal(answer, what in SAME, name=f"same_function of networks with {what}")
            expect.that(not changed, "same_function changes the statistics of batch normalization.")
        expect.unmodified(submission, kept, x)


# Two networks of nested parts, one that shares a part with the first, and one whose forward pass fails.
NETWORKS = """
class Broken(nn.Module):
    def forward(self, x):
        raise RuntimeError("this network is broken")

def networks(weight):
    def one(*more):
        layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        layer.weight = nn.Parameter(weight.clone())
        return nn.Sequential(nn.Sequential(layer, nn.Dropout(0.5)), nn.Sequential(nn.ReLU(), *more))

    a, b = one(), one(nn.Dropout(0.25))
    shared = nn.Sequential(a[0], nn.Tanh())
    broken = nn.Sequential(a[0], nn.Sequential(Broken(), nn.Dropout(0.5)))
    return {"a": a, "b": b, "shared": shared, "broken": broken}
"""
MODES = """
def modes(networks):
    return {
        f"{key}.{name}".removesuffix("."): part.training
        for key, network in networks.items() for name, part in network.named_modules()
    }

def set_modes(networks, flags):
    parts = {id(part): part for network in networks.values() for part in network.modules()}
    for part, flag in zip(parts.values(), flags, strict=True):
        part.training = flag
    return modes(networks)
"""


def set_modes(submission, networks, flags):
    """Give a flag to each part of the networks; return all flags by name."""
    return submission.define("set_modes", MODES)(networks, flags)


def check_modes(submission, networks, before, when):
    """Every part of the networks has the training flag that it had."""
    after = submission.define("modes", MODES)(networks)
    lost = [name for name in before if after[name] != before[name]]
    expect.that(
        not lost,
        f"{when}, not every part of the two networks is in the mode in which it was before.",
        f"{when}, `training` has changed in these parts: {', '.join(lost)}.",
    )


@points(1, "same_function restores the mode of each part, also after an exception")
def test_same_function_modes(submission, rng):
    x, weight = rng.normal(5, 3), rng.normal(4, 3)
    networks = submission.call(submission.define("networks", NETWORKS), weight)
    network = {name: submission.item(networks, name) for name in ("a", "b", "shared", "broken")}
    for first, second, right, when in (
        ("a", "b", True, "After same_function"),
        ("b", "a", True, "After same_function"),
        ("a", "a", True, "After same_function of a network and itself"),
        ("a", "shared", False, "After same_function of networks that share a part"),
        ("shared", "a", False, "After same_function of networks that share a part"),
        ("broken", "b", None, "After a forward pass that raised an exception"),
        ("b", "broken", None, "After a forward pass that raised an exception"),
    ):
        # Nineteen parts: in each network some train while others are in evaluation mode.
        offset = rng.integer(0, 2)
        before = set_modes(submission, networks, [(part + offset) % 2 == 0 for part in range(19)])
        pair = network[first], network[second]
        if right is None:
            name = "same_function with a network that fails"
            expect.raises("Exception", submission.same_function, *pair, x, name=name)
        else:
            expect.equal(submission.same_function(*pair, x), right, name="same_function(a, b, x)")
        check_modes(submission, networks, before, when)
    enabled = submission.expression("lambda: torch.is_grad_enabled()")()
    expect.that(
        enabled is True,
        "After same_function, gradients are switched off for good, so nothing can be trained.",
    )


# Makes a network from source text, and gives values to its parameters and buffers, in order.
BUILD = """
def named(**layers):
    return nn.ModuleDict(layers)

class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(2.0))
        self.inner = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4)))
        self.register_buffer("table", torch.arange(5.0))

def build(source, values):
    network = eval(source)
    for place, value in zip(network.state_dict().values(), values):
        place.copy_(value)
    return network

def spoil(network):
    for value in network.state_dict().values():
        value.add_(1)

def flags(*networks):
    modes = [part.training for network in networks for part in network.modules()]
    return modes, [weight.requires_grad for network in networks for weight in network.parameters()]

def values(*networks):
    return [[value.clone() for value in network.state_dict().values()] for network in networks]
"""
COPIED = {
    "networks of one kind": ("nn.Linear(4, 3)", "nn.Linear(4, 3)", ((3, 4), (3,))),
    "networks with the same names in another order": (
        "named(a=nn.Linear(3, 3), b=nn.Linear(3, 3))",
        "named(b=nn.Linear(3, 3), a=nn.Linear(3, 3))",
        ((3, 3), (3,), (3, 3), (3,)),
    ),
    "networks with parts in parts, and with batch normalization": (
        "Scaled()",
        "nn.Sequential(Scaled().eval())",
        ((), (5,), (4, 3), (4,), (4,), (4,), (4,), (4,), None),
    ),
    "networks of which parts are frozen": (
        "nn.Sequential(nn.Linear(3, 2).requires_grad_(False), nn.Linear(2, 5))",
        "named(a=nn.Linear(3, 2), b=nn.Linear(2, 5).requires_grad_(False)).eval()",
        ((2, 3), (2,), (5, 2), (5,)),
    ),
    "networks without weights": ("nn.ReLU()", "nn.Sequential(nn.Flatten(), nn.Tanh())", ()),
}
# Networks that do not fit each other.
REFUSED = {
    "a larger last layer in the target": (
        "nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4))",
        "nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 5))",
    ),
    "one output in the source and several in the target": ("nn.Linear(4, 1)", "nn.Linear(4, 5)"),
    "inputs and outputs swapped": ("nn.Linear(3, 2, bias=False)", "nn.Linear(2, 3, bias=False)"),
    "as many numbers in another shape": (
        "nn.Conv2d(2, 4, 3, bias=False)",
        "nn.Linear(18, 4, bias=False)",
    ),
    "the same layers in another order": (
        "nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4))",
        "nn.Sequential(nn.Linear(2, 4), nn.Linear(3, 2))",
    ),
    "one layer more in the source": (
        "nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4))",
        "nn.Sequential(nn.Linear(3, 2))",
    ),
    "one layer more in the target": (
        "nn.Sequential(nn.Linear(3, 2))",
        "nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 4))",
    ),
    "buffers in the target only": (
        "nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2, track_running_stats=False))",
        "nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))",
    ),
    "no weights in the source": ("nn.ReLU()", "nn.Linear(3, 2)"),
}


def check_copied(submission, network, right, which, what):
    """Every tensor of a network has its value."""
    state = submission.lab.state(network)
    for (key, value), wanted in zip(state.items(), right, strict=True):
        name = f'{which}.state_dict()["{key}"] after copy_weights of {what}'
        expect.equal(value, wanted, name=name)


@points(1, "copy_weights copies all parameters and buffers in order, whatever their names", public=True)
def test_copy_by_hand(submission):
    build = submission.define("build", BUILD)
    numbers = [
        torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        torch.tensor([7.0, 8.0, 9.0]),
        torch.tensor([1.5, 2.5, 3.5]),
        torch.tensor([-1.0, -2.0, -3.0]),
        torch.tensor([10.0, 20.0, 30.0]),
        torch.tensor([100.0, 200.0, 300.0]),
        torch.tensor(4),
    ]
    for source, target, count, what in (
        ("nn.Sequential(nn.Linear(2, 3))", "named(fc=nn.Linear(2, 3))", 2, "a linear layer"),
        (
            "nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.BatchNorm1d(3))",
            "named(fc=nn.Linear(2, 3), norm=nn.BatchNorm1d(3))",
            7,
            "a linear layer and batch normalization",
        ),
    ):
        networks = submission.call(build, source, numbers[:count]), submission.call(build, target, [])
        submission.copy_weights(*networks)
        check_copied(submission, networks[1], numbers[:count], "target", what)


@points(0.5, "copy_weights goes by the order, and copies values and nothing else")
def test_copy_of_any_networks(submission, rng):
    build, spoil = (submission.define(name, BUILD) for name in ("build", "spoil"))
    flags = submission.define("flags", BUILD)
    for what, (source, target, shapes) in COPIED.items():
        # None stands for the number of batches, an int.
        numbers, other = (
            [torch.tensor(rng.integer(3, 99)) if shape is None else rng.normal(*shape) for shape in shapes]
            for _ in range(2)
        )
        pair = submission.call(build, source, numbers), submission.call(build, target, other)
        before = flags(*pair)
        with expect.global_rng_unchanged(submission, name="copy_weights"):
            submission.copy_weights(*pair)
        for network, which in zip(pair, ("source", "target"), strict=True):
            check_copied(submission, network, numbers, which, what)
        name = "the training flags and requires_grad of source and target after copy_weights"
        expect.equal(flags(*pair), before, name=name)
        # What happens to one network later does not change the other.
        spoil(pair[0])
        check_copied(submission, pair[1], numbers, "target", f"{what}, when source changes later")


@points(0.5, "copy_weights refuses networks that do not fit with a ValueError, and copies nothing then")
def test_copy_refuses(submission, rng):
    build, values = (submission.define(name, BUILD) for name in ("build", "values"))
    numbers = [rng.normal(3, 2), rng.normal(3)]
    pair = [submission.call(build, "nn.Sequential(nn.Linear(2, 3))", state) for state in (numbers, [])]
    submission.copy_weights(*pair)
    check_copied(submission, pair[1], numbers, "target", "networks that fit")
    for what, sources in REFUSED.items():
        pair = [submission.call(build, source, []) for source in sources]
        before = values(*pair)
        name = f"copy_weights with {what}"
        expect.raises(ValueError, submission.copy_weights, *pair, name=name)
        after = values(*pair)
        for which, was, now in zip(("source", "target"), before, after, strict=True):
            same = all(torch.equal(a, b) for a, b in zip(was, now, strict=True))
            expect.that(
                same,
                f"{name} raises ValueError, but changes {which}. Compare all shapes before the first copy.",
            )
