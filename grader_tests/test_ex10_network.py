"""Suite of exercise 10: networks and their forward pass."""

import torch
import torch.nn.functional as F

from autograder.testing import expect, lab, points

# Outputs are about 1 to 10, computed in float32 by five layers: rounding is near 1e-5, and a forgotten step
# changes the first digits.
ROUNDED = {"rtol": 1e-4, "atol": 1e-4}

SIMPLE = {"fc1.weight": (5, 10), "fc1.bias": (5,), "fc2.weight": (2, 5), "fc2.bias": (2,)}
NETWORK = {
    "conv1.weight": (6, 1, 5, 5),
    "conv1.bias": (6,),
    "conv2.weight": (12, 6, 5, 5),
    "conv2.bias": (12,),
    "fc1.weight": (120, 192),
    "fc1.bias": (120,),
    "fc2.weight": (60, 120),
    "fc2.bias": (60,),
    "out.weight": (10, 60),
    "out.bias": (10,),
}

IN_TRAINING = (
    "predict runs the network while it, or a part of it, is in training mode: call network.eval() before."
)
WITH_GRAPH = "predict records a graph for gradients in the forward pass. Nobody will use it: switch it off."

# A network that answers otherwise in training mode, and notes how it is used. The notes belong to the class,
# so that a copy of the network writes into the same. It takes batches of images, as the text says.
WITNESS = """
class Witness(nn.Module):
    notes = []
    broken = False

    def __init__(self, weight):
        super().__init__()
        moody = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(10))
        self.body = nn.Sequential(nn.Linear(784, 10, bias=False), moody)
        self.body[0].weight.data.copy_(weight)

    def forward(self, x):
        if x.ndim != 4 or x.shape[1:] != (1, 28, 28):
            raise ValueError(f"a batch of images (N, 1, 28, 28) is wanted, not {tuple(x.shape)}")
        scores = x.reshape(-1, 784) @ self.body[0].weight.T
        training = any(module.training for module in self.modules())
        type(self).notes.append((training, scores.requires_grad))
        if type(self).broken:
            raise RuntimeError("this network is broken")
        return -scores if training else scores
"""

SLOPES = """
def slopes(network, images, weights):
    scores = network(images)
    if not scores.requires_grad:
        return {}
    network.zero_grad()
    (scores * weights).sum().backward()
    return {
        name: torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        for name, parameter in network.named_parameters()
    }
"""

# Modules by what is special about them, with the number of parameters that count.
COUNTED = {
    "batch normalization, which has buffers": ("nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3))", 33),
    "a parameter of its own": ("Scaled()", 1 + 4 * 2 + 2),
    "a frozen layer": (
        "nn.Sequential(nn.Linear(7, 6).requires_grad_(False), nn.Linear(6, 3))",
        6 * 3 + 3,
    ),
    "a layer of which only the bias is frozen": ("half_frozen(nn.Linear(3, 2))", 3 * 2),
    "a layer that is used twice": ("twice(nn.Linear(5, 5))", 5 * 5 + 5),
    "two layers that share a weight": ("tied(nn.Linear(4, 5), nn.Linear(4, 5))", 4 * 5 + 5 + 5),
    "frozen layers only": ("nn.Sequential(nn.Linear(3, 8), nn.Linear(8, 2)).requires_grad_(False)", 0),
}
MODULES = """
class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(2.0))
        self.inner = nn.Sequential(nn.Sequential(nn.Linear(4, 2)))
        self.register_buffer("table", torch.zeros(11))

def half_frozen(layer):
    layer.bias.requires_grad_(False)
    return layer

def twice(layer):
    return nn.Sequential(layer, nn.ReLU(), layer)

def tied(a, b):
    b.weight = a.weight
    return nn.Sequential(a, b)

def make(source):
    return eval(source)
"""


def drawn_state(rng, shapes):
    """Weights that keep the numbers at about 1 from layer to layer, biases that make negative ones matter."""
    state = {}
    for name, shape in shapes.items():
        inputs = 1 if len(shape) == 1 else torch.Size(shape[1:]).numel()
        state[name] = rng.normal(*shape) * (1.5 / inputs) ** 0.5 if inputs > 1 else 0.3 * rng.normal(*shape)
    return state


def made(submission, kind, shapes):
    """Make a network of the learner's and check what it consists of."""
    network = getattr(submission, kind)()
    expect.instance(submission, network, "torch.nn.Module", name=f"{kind}()")
    state = submission.lab.state(network)
    expect.equal(dict.fromkeys(state), dict.fromkeys(shapes), name=f"{kind}().state_dict()")
    for name, shape in shapes.items():
        expect.shape(state[name], shape, name=f'{kind}().state_dict()["{name}"]')
    return network


def filled(submission, kind, shapes, state):
    network = made(submission, kind, shapes)
    submission.call(submission.attribute(network, "load_state_dict"), state)
    return network


def simple_output(state, x):
    hidden = F.relu(F.linear(x, state["fc1.weight"], state["fc1.bias"]))
    return F.linear(hidden, state["fc2.weight"], state["fc2.bias"])


@points(1, "SimpleNN has two linear layers with ReLU between them", public=True)
def test_simple_nn_by_hand(submission):
    # fc1 copies the first five inputs; fc2 adds up what ReLU lets through, once plainly and once by position.
    state = {
        "fc1.weight": torch.eye(5, 10),
        "fc1.bias": torch.zeros(5),
        "fc2.weight": torch.tensor([[1.0, 1.0, 1.0, 1.0, 1.0], [-1.0, -2.0, -3.0, -4.0, -5.0]]),
        "fc2.bias": torch.tensor([0.0, 0.5]),
    }
    network = filled(submission, "SimpleNN", SIMPLE, state)
    x = torch.tensor([[1.0, -2.0, 3.0, -4.0, 5.0, 9.0, 9.0, 9.0, 9.0, 9.0], [-1.0] * 10, [2.0] * 10])
    right = torch.tensor([[9.0, -34.5], [0.0, 0.5], [10.0, -29.5]])
    expect.close(network(x), right, name="SimpleNN()(x)", **ROUNDED)


@points(0.5, "SimpleNN gives the right outputs for any weights and batch size")
def test_simple_nn_values(submission, rng):
    state = drawn_state(rng, SIMPLE)
    network = filled(submission, "SimpleNN", SIMPLE, state)
    for n in (1, *rng.sizes(2, high=20)):
        x = 8 * rng.normal(
            n, 10
        )  # large, so that activations that are cut off above (ReLU6) differ from ReLU
        kept = submission.keep(x)
        expect.close(network(kept), simple_output(state, x), name=f"SimpleNN()(x) for {batch(n)}", **ROUNDED)
        expect.unmodified(submission, kept, x)


def batch(n):
    return "a batch of one" if n == 1 else "a larger batch"


@points(1, "Network has the five layers, and returns one row of raw scores for each image", public=True)
def test_network_by_hand(submission):
    # All weights are 0, so whatever the images are, the scores are the biases of the last layer.
    state = {name: torch.zeros(shape) for name, shape in NETWORK.items()}
    state["out.bias"] = torch.arange(10.0) - 4
    network = filled(submission, "Network", NETWORK, state)
    for n in (3, 1):
        expect.close(
            network(torch.ones(n, 1, 28, 28)),
            state["out.bias"].repeat(n, 1),
            name="Network()(images)",
            **ROUNDED,
        )


@points(1, "Network applies convolutions, ReLU, pooling and linear layers as described")
def test_network_values(submission, rng):
    for n in (1, *rng.sizes(2, high=7)):
        state = drawn_state(rng, NETWORK)
        network = filled(submission, "Network", NETWORK, state)
        images = 8 * rng.normal(n, 1, 28, 28)  # large, as in test_simple_nn_values
        kept = submission.keep(images)
        expected = lab.network(state)(images).detach()
        for mode in ("training", "evaluation"):
            submission.call(submission.attribute(network, "train"), mode == "training")
            expect.close(
                network(kept), expected, name=f"Network()(images) for {batch(n)} in {mode} mode", **ROUNDED
            )
        expect.unmodified(submission, kept, images, name="images")


@points(1, "Network lets gradients reach the weights of all layers")
def test_network_gradients(submission, rng):
    state = drawn_state(rng, NETWORK)
    images = rng.normal(rng.integer(2, 5), 1, 28, 28)
    weights = rng.normal(len(images), 10)
    network = filled(submission, "Network", NETWORK, state)
    slopes = submission.define("slopes", SLOPES)(network, images, weights)
    expect.that(bool(slopes), "The output of Network has no graph, so nothing can be learned from it.")
    right = lab.network(state)
    (right(images) * weights).sum().backward()
    for name, parameter in right.named_parameters():
        # Wide: where two formulas round a number to different sides of 0, ReLU lets only one of them pass.
        largest = float(parameter.grad.abs().max())
        expect.close(slopes[name], parameter.grad, atol=0.02 * largest, name=f"The gradient of {name}")


@points(0.5, "two networks have weights of their own")
def test_networks_are_independent(submission, rng):
    for kind, shapes, images in (
        ("Network", NETWORK, rng.normal(2, 1, 28, 28)),
        ("SimpleNN", SIMPLE, rng.normal(3, 10)),
    ):
        state = drawn_state(rng, shapes)
        first = filled(submission, kind, shapes, state)
        filled(submission, kind, shapes, drawn_state(rng, shapes))
        right = lab.network(state)(images).detach() if kind == "Network" else simple_output(state, images)
        name = f"the output of one {kind} after a second one got other weights"
        expect.close(first(images), right, name=name, **ROUNDED)


@points(0.5, "networks that were moved to a GPU work there", device="simulated")
def test_networks_on_a_gpu(submission, rng):
    for kind, shapes, x in (
        ("Network", NETWORK, rng.normal(3, 1, 28, 28)),
        ("SimpleNN", SIMPLE, rng.normal(4, 10)),
    ):
        state = drawn_state(rng, shapes)
        network = filled(submission, kind, shapes, state)
        far = submission.expression("network.to('cuda')", network=network)
        left = sorted(set(submission.devices_of(far)) - {"cuda:0"})
        expect.that(
            not left,
            f"After {kind}().to('cuda') some of its weights are on the CPU: parameters of a module move with "
            "it, unless a copy of them is kept elsewhere.",
        )
        out = submission.call(far, submission.expression("x.to('cuda')", x=x))
        expect.that(
            submission.devices_of(out) == ["cuda:0"],
            f"{kind} is on a GPU, its input too, and its output is not: forward should leave numbers on the "
            "device that they are on.",
        )
        right = lab.network(state)(x).detach() if kind == "Network" else simple_output(state, x)
        name = f"the output of {kind} on a GPU"
        expect.close(submission.value(out), right, name=name, **ROUNDED)


def witness(submission, rng):
    """Return a network in the worker, and images by the class that it sees in them in evaluation mode."""
    weight = rng.normal(10, 784)
    network = submission.call(submission.define("Witness", WITNESS), weight)
    # An image that is a class's own row of weights scores about 784 there, and at most about 150 elsewhere.
    labels = [1 + int(label) for label in rng.permutation(9)[:4]]
    images = {label: weight[label].reshape(1, 28, 28) for label in labels}
    return network, images


def modes(submission, network):
    return submission.lab.modes(network)


def check_modes(submission, network, before, when):
    """Every submodule has the training flag that it had."""
    after = modes(submission, network)
    lost = [name or "the network itself" for name in before if after[name] != before[name]]
    expect.that(
        not lost,
        f"{when}, the network is not in the mode in which it was before, or a part of it is not.",
        f"{when}, `training` has changed in {', '.join(lost)}.",
    )


@points(1, "predict returns the class with the highest score, and restores the mode", public=True)
def test_predict_class(submission, rng):
    network, images = witness(submission, rng)
    for training in (True, False):
        submission.call(submission.attribute(network, "train"), training)
        before = modes(submission, network)
        for label, image in images.items():
            kept = submission.keep(image)
            out = submission.predict(network, kept)
            expect.that(not any(training for training, _ in network.notes), IN_TRAINING)
            expect.equal(out, label, name="predict(network, image)")
            expect.unmodified(submission, kept, image, name="image")
            check_modes(submission, network, before, "After predict(network, image)")


@points(1, "predict runs in evaluation mode without a graph, and leaves no trace")
def test_predict_modes(submission, rng):
    network, images = witness(submission, rng)
    state = submission.lab.state(network)
    parts = submission.expression("lambda network: list(network.modules())")(network)
    for label, image in images.items():
        # Some parts train while others are in evaluation mode; the whole may be in either.
        for part in parts[:-1]:
            submission.set_attribute(part, "training", rng.choice((True, False)))
        submission.set_attribute(parts[-1], "training", not parts[0].training)
        before = modes(submission, network)
        with expect.global_rng_unchanged(submission, name="predict"):
            out = submission.predict(network, image)
        expect.that(not any(training for training, _ in network.notes), IN_TRAINING)
        expect.that(not any(graph for _, graph in network.notes), WITH_GRAPH)
        expect.equal(out, label, name="predict(network, image)")
        check_modes(submission, network, before, "After predict, with parts in different modes")
        check_gradients_on(submission)
    expect.equal(
        submission.lab.state(network), state, name="The network's weights and statistics after predict"
    )


def check_gradients_on(submission):
    enabled = submission.expression("lambda: torch.is_grad_enabled()")()
    expect.that(
        enabled is True, "After predict, gradients are switched off for good, so nothing can be trained."
    )


@points(0.5, "predict restores the mode also when the forward pass raises an exception")
def test_predict_after_an_error(submission, rng):
    network, images = witness(submission, rng)
    label, image = next(iter(images.items()))
    expect.equal(submission.predict(network, image), label, name="predict(network, image)")
    submission.expression("lambda network: setattr(type(network), 'broken', True)")(network)
    for training in (True, False):
        submission.call(submission.attribute(network, "train"), training)
        before = modes(submission, network)
        expect.raises(
            "Exception", submission.predict, network, image, name="predict with a network that fails"
        )
        check_modes(submission, network, before, "After a forward pass that raised an exception")
        check_gradients_on(submission)


@points(1, "count_parameters counts all weights and biases", public=True)
def test_count_by_hand(submission):
    def count(source):
        return submission.count_parameters(submission.call(submission.expression(f"lambda: {source}")))

    for source, right in (
        ("nn.Linear(3, 4)", 3 * 4 + 4),
        ("nn.Linear(3, 4, bias=False)", 3 * 4),
        ("nn.Conv2d(1, 6, kernel_size=5)", 6 * 5 * 5 + 6),
        ("nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 2))", 67),
        ("nn.Sequential(nn.Flatten(), nn.ReLU())", 0),
    ):
        expect.equal(count(source), right, name=f"count_parameters({source})")
    expect.equal(
        submission.count_parameters(submission.lab.network()), 32998, name="count_parameters(Network())"
    )


@points(1, "count_parameters leaves out what is frozen, and counts what is shared once")
def test_count_trainable_once(submission):
    make = submission.define("make", MODULES)
    for what, (source, right) in COUNTED.items():
        module = submission.call(make, source)
        state = submission.lab.state(module)
        expect.equal(
            submission.count_parameters(module), right, name=f"count_parameters of a module with {what}"
        )
        expect.equal(
            submission.lab.state(module), state, name="The module's state_dict() after count_parameters"
        )
