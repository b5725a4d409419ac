"""Suite of exercise 6: gradient descent and backpropagation by hand.

Expected gradients are autograd's, computed here in the grader, or worked out on paper. Autograd in learner
code is found in the source and, where it runs, at run time: every way of differentiating backward ends in one
function of torch's engine, which is watched during each call, and every way of doing it forward makes dual
tensors. No honest program touches either. The source is searched in two tests only, so that one forgotten
line does not cost everything.

Tolerances are the defaults of `expect.close` unless a comment says otherwise; each mistake changes some
number by a thousandth or more.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.testing import expect, oracle, points

NO_AUTOGRAD = "the chain rule is what you write here"
DIFFERENTIATES = (
    "Tensor.backward",
    "torch.autograd.backward",
    "torch.autograd.grad",
    "torch.autograd.functional",
    "torch.autograd.forward_ad",
    *(
        f"{module}.{name}"
        for module in ("torch.func", "functorch")
        for name in ("grad", "grad_and_value", "vjp", "jvp", "jac*", "hessian", "linearize")
    ),
)

# The names of each function's arguments, for messages.
ARGUMENTS = {
    "descend": ("grad", "x0", "lr", "steps"),
    "linear_backward": ("x", "w", "grad_out"),
    "relu_backward": ("z", "grad_out"),
    "sigmoid_backward": ("z", "grad_out"),
    "softmax_cross_entropy_backward": ("logits", "labels"),
    "mlp_step": ("params", "x", "labels", "lr"),
}

# Calls a function and says whether autograd computed a gradient meanwhile. For mlp_step the answer is the
# loss, what the tensors of before hold now, and what is in the dict now.
WATCHED = """
def watched(name, *arguments):
    variable, used = torch.autograd.Variable, []
    engine = variable._execution_engine

    class Engine:
        def run_backward(self, *args, **kwargs):
            used.append("backward")
            return engine.run_backward(*args, **kwargs)

        def __getattr__(self, name):
            return getattr(engine, name)

    class Forward(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            if "make_dual" in getattr(func, "__name__", ""):
                used.append("forward")
            return func(*args, **(kwargs or {}))

    function = step if name == "mlp_step" else getattr(learner, name)
    variable._execution_engine = Engine()
    try:
        with Forward():
            return function(*arguments), bool(used)
    finally:
        variable._execution_engine = engine

def step(params, x, labels, lr):
    tensors = dict(params)
    loss = learner.mlp_step(params, x, labels, lr)
    return loss, tensors, dict(params)
"""


def watching(submission):
    """Return what calls a learner's function; autograd must have no part in it, and inputs stay unchanged."""
    watched = submission.define("watched", WATCHED)

    def by_hand(name, *arguments):
        (out, used), (_, *afterwards) = submission.observe(watched, name, *arguments)
        expect.that(
            used is False,
            f"{name} lets autograd compute a gradient, which this exercise does not allow. "
            f"Why: {NO_AUTOGRAD}.",
        )
        for now, before, what in zip(afterwards, arguments, ARGUMENTS[name], strict=True):
            if isinstance(before, Tensor):
                expect.unmodified(submission, now, before, name=what)
        return out

    return by_hand


def check_source(submission):
    expect.not_used(submission, *DIFFERENTIATES, because=NO_AUTOGRAD)


def leaf(tensor):
    return tensor.detach().clone().requires_grad_()


def drawn(rng, *shape, dtype, strided):
    x = rng.normal(*shape, dtype=dtype)
    return rng.noncontiguous(x) if strided else x


def layouts():
    """Each dtype with contiguous and with strided tensors, and how to call the latter."""
    for dtype in (torch.float32, torch.float64):
        for strided in (False, True):
            yield dtype, strided, " of tensors that are not contiguous" if strided else ""


@points(0.5, "descend walks against the gradient and returns all positions", public=True)
def test_descend_by_hand(submission):
    by_hand = watching(submission)
    double = submission.expression("lambda x: 2 * x")
    out = by_hand("descend", double, torch.tensor(8.0), 0.25, 3)
    expect.close(
        out, torch.tensor([8.0, 4.0, 2.0, 1.0]), name="descend(lambda x: 2 * x, 8, lr=0.25, steps=3)"
    )
    slope = submission.expression("lambda x: torch.tensor([1.0, -2.0])")
    out = by_hand("descend", slope, torch.tensor([1.0, 1.0]), 0.5, 2)
    right = torch.tensor([[1.0, 1.0], [0.5, 2.0], [0.0, 3.0]])
    expect.close(out, right, name="descend on a plane with gradient [1, -2], from [1, 1], lr=0.5, steps=2")


@points(1, "descend works for any function, start and number of steps")
def test_descend_any_walk(submission, rng):
    by_hand = watching(submission)
    n, m = rng.sizes(2, high=6)
    with expect.global_rng_unchanged(submission, name="descend"):
        for dtype, strided, how in layouts():
            # Slopes that depend on where the walk is, on all elements together.
            a = 0.3 * rng.normal(n, n, dtype=dtype)
            for shape in ((n,), (n, m)):
                b, x0 = rng.normal(*shape, dtype=dtype), drawn(rng, *shape, dtype=dtype, strided=strided)
                grad = submission.expression("lambda x: a @ x - b", a=a, b=b)
                for steps in (1, rng.integer(4, 8), 0):
                    lr = rng.number(0.05, 0.5)
                    right = [x0]
                    for _ in range(steps):
                        right.append(right[-1] - lr * (a @ right[-1] - b))
                    out = by_hand("descend", grad, x0, lr, steps)
                    name = f"descend from a {len(shape)}-D start{how}, {times(steps)}"
                    # Numbers of about 1, rounded a dozen times.
                    limits = {"atol": 1e-5} if dtype == torch.float32 else {}
                    expect.close(out, torch.stack(right), name=name, **limits)


def times(steps):
    return {0: "without a step", 1: "one step"}.get(steps, "several steps")


@points(1, "linear_backward gives the gradients of input, weights and bias", public=True)
def test_linear_by_hand(submission):
    by_hand = watching(submission)
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    w = torch.tensor([[10.0, -1.0]])
    grad_out = torch.tensor([[1.0], [2.0], [-1.0]])
    right = (
        torch.tensor([[10.0, -1.0], [20.0, -2.0], [-10.0, 1.0]]),
        torch.tensor([[2.0, 4.0]]),
        torch.tensor([2.0]),
    )
    check_linear(by_hand("linear_backward", x, w, grad_out), right, "of linear_backward by hand")


@points(1, "linear_backward works for any sizes and layouts")
def test_linear_any_sizes(submission, rng):
    by_hand = watching(submission)
    for dtype, strided, how in layouts():
        n, i, o = rng.sizes(3)
        for rows in (n, 1):
            x = drawn(rng, rows, i, dtype=dtype, strided=strided)
            w = drawn(rng, o, i, dtype=dtype, strided=strided)
            grad_out = drawn(rng, rows, o, dtype=dtype, strided=strided)
            leaves = leaf(x), leaf(w), torch.zeros(o, dtype=dtype, requires_grad=True)
            right = torch.autograd.grad(F.linear(*leaves), leaves, grad_out)
            out = by_hand("linear_backward", x, w, grad_out)
            size = "one row" if rows == 1 else "several rows"
            # Sums of up to eight products of size 1 to 10: float32 rounds them by 1e-6 to 1e-5.
            limits = {"atol": 1e-4} if dtype == torch.float32 else {}
            check_linear(out, right, f"of linear_backward for {size}{how}", **limits)


def check_linear(out, right, name, **limits):
    expect.that(
        isinstance(out, tuple) and len(out) == 3,
        "linear_backward should return a tuple of three tensors: grad_x, grad_w and grad_b.",
    )
    for part, wanted, which in zip(out, right, ("grad_x", "grad_w", "grad_b"), strict=True):
        expect.close(part, wanted, name=f"{which} {name}", **limits)


@points(1, "relu_backward lets the gradient pass where z is positive", public=True)
def test_relu(submission, rng):
    by_hand = watching(submission)
    z = torch.tensor([[-1.0, 2.0, 0.5], [3.0, -0.25, -4.0]])
    grad_out = torch.tensor([[10.0, 20.0, -30.0], [-40.0, 50.0, -60.0]])
    right = torch.tensor([[0.0, 20.0, -30.0], [-40.0, 0.0, 0.0]])
    expect.close(by_hand("relu_backward", z, grad_out), right, name="relu_backward(z, grad_out)")
    check_activation(submission, rng, "relu_backward", F.relu)


@points(0.5, "sigmoid_backward multiplies by the sigmoid's slope", public=True)
def test_sigmoid_by_hand(submission):
    by_hand = watching(submission)
    # The sigmoid is 1/2, 3/4 and 1/4 there, so its slope is 1/4 and twice 3/16.
    z = torch.tensor([0.0, math.log(3), -math.log(3)])
    out = by_hand("sigmoid_backward", z, torch.tensor([1.0, 16.0, -32.0]))
    expect.close(out, torch.tensor([0.25, 3.0, -6.0]), name="sigmoid_backward at z = 0, log(3) and -log(3)")


@points(0.5, "sigmoid_backward works for any shape and layout")
def test_sigmoid_any_shape(submission, rng):
    check_activation(submission, rng, "sigmoid_backward", torch.sigmoid)


@oracle
def passed_back(forward, z, grad_out):
    """The gradient at z, by autograd."""
    at = leaf(z)
    (gradient,) = torch.autograd.grad(forward(at), at, grad_out)
    return gradient


def check_activation(submission, rng, name, forward):
    """Compare with autograd for several shapes; no z is so close to 0 that ReLU's border matters."""
    by_hand = watching(submission)
    n, m, k = rng.sizes(3)
    with expect.global_rng_unchanged(submission, name=name):
        for dtype, strided, how in layouts():
            for shape in ((n, m), (m, k, n), (1, k), ()):
                z = rng.normal(*shape, dtype=dtype)
                z = torch.where(z.abs() < 0.01, 0.5, z)
                z = rng.noncontiguous(z) if strided else z
                grad_out = drawn(rng, *shape, dtype=dtype, strided=strided)
                right = passed_back(forward, z, grad_out)
                # 1 - s and the like are about 1, and float32 rounds them by 1e-7.
                limits = {"atol": 1e-5} if dtype == torch.float32 else {}
                out = by_hand(name, z, grad_out)
                expect.close(out, right, name=f"{name} of a {len(shape)}-D z{how}", **limits)


@points(0.5, "softmax_cross_entropy_backward gives the gradient of the mean loss", public=True)
def test_cross_entropy_by_hand(submission):
    by_hand = watching(submission)
    check_source(submission)
    # Four classes of equal probability, two samples.
    out = by_hand("softmax_cross_entropy_backward", torch.zeros(2, 4), torch.tensor([0, 3]))
    right = torch.tensor([[-0.375, 0.125, 0.125, 0.125], [0.125, 0.125, 0.125, -0.375]])
    expect.close(out, right, name="softmax_cross_entropy_backward of zeros (2, 4) and labels [0, 3]")
    # Probabilities 1/4 and 3/4, one sample.
    logits = torch.tensor([[0.0, math.log(3)]])
    out = by_hand("softmax_cross_entropy_backward", logits, torch.tensor([1]))
    right = torch.tensor([[0.25, -0.25]])
    expect.close(out, right, name="softmax_cross_entropy_backward of [[0, log(3)]] and label [1]")


@points(1, "softmax_cross_entropy_backward works for any sizes and layouts")
def test_cross_entropy_any_sizes(submission, rng):
    by_hand = watching(submission)
    name = "softmax_cross_entropy_backward"
    with expect.global_rng_unchanged(submission, name=name):
        for dtype, strided, how in layouts():
            n, k = rng.sizes(2)
            for rows in (n, 1):
                logits = drawn(rng, rows, k, dtype=dtype, strided=strided)
                labels = rng.noncontiguous(rng.integers(0, k, rows)) if strided else rng.integers(0, k, rows)
                size = "one sample" if rows == 1 else "several samples"
                # Probabilities are at most 1; by way of a logarithm, float32 rounds them by 5e-7.
                atol = 1e-5 if dtype == torch.float32 else 1e-12
                check_cross_entropy(by_hand, logits, labels, f"{name} for {size}{how}", atol)


@points(0.5, "softmax_cross_entropy_backward is right for logits of 1000 and -1000")
def test_cross_entropy_is_stable(submission, rng):
    by_hand = watching(submission)
    far = torch.tensor(
        [
            [1000.0, -1000.0, 0.0],
            [-1000.0, 1000.0, 1000.0],
            [1000.0, 1000.0, 1000.0],
            [-1000.0, -1000.0, -1000.0],
            [0.0, 1.0, -1000.0],
        ]
    )
    name = "softmax_cross_entropy_backward of logits of 1000 and -1000"
    for dtype in (torch.float32, torch.float64):
        for shift in (0.0, 1.0):
            logits = far.to(dtype) + shift * rng.normal(5, 3, dtype=dtype)
            # In float32 a formula may subtract a logarithm from a logit of 1000, which rounds the difference
            # by 6e-5, and so the probability.
            atol = 2e-4 if dtype == torch.float32 else 1e-9
            for labels in (torch.tensor([0, 1, 2, 0, 1]), torch.tensor([1, 0, 0, 2, 2])):
                check_cross_entropy(by_hand, logits, labels, name, atol)


def check_cross_entropy(by_hand, logits, labels, name, atol):
    out = by_hand("softmax_cross_entropy_backward", logits, labels)
    at = leaf(logits.double())
    (right,) = torch.autograd.grad(F.cross_entropy(at, labels), at)
    expect.close(out, right.to(logits.dtype), atol=atol, name=name)


@points(0.5, "mlp_step moves all parameters and returns the loss before", public=True)
def test_mlp_step_by_hand(submission):
    by_hand = watching(submission)
    check_source(submission)
    # Each sample's two logits are equal, so all probabilities are 1/2; of the three hidden units, the first
    # sample leaves the last one at 0, and the second sample the first one.
    params = {
        "w1": torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]),
        "b1": torch.zeros(3),
        "w2": torch.tensor([[2.0, 0.0, 1.5], [0.0, 1.0, 0.0]]),
        "b2": torch.zeros(2),
    }
    grads = {
        "w1": torch.tensor([[-2.0, -4.0], [0.5, 2.75], [0.75, -1.125]]),
        "b1": torch.tensor([-0.5, 0.5, -0.375]),
        "w2": torch.tensor([[-1.0, -2.75, -0.5], [1.0, 2.75, 0.5]]),
        "b2": torch.tensor([-0.5, 0.5]),
    }
    x, labels = torch.tensor([[4.0, 8.0], [-2.0, 3.0]]), torch.tensor([0, 0])
    check_step(by_hand, params, x, labels, 0.5, math.log(2), grads, "after one step")


@points(2, "mlp_step is right for any network and batch, in place and before any parameter has changed")
def test_mlp_step_any_network(submission, rng):
    by_hand = watching(submission)
    for dtype, strided, how in layouts():
        n, i, h, k = rng.sizes(4)
        for rows in (n, 1):
            params, x = draw_network(rng, rows, i, h, k, dtype, strided)
            labels = rng.integers(0, k, rows)
            leaves = {name: leaf(value) for name, value in params.items()}
            hidden = F.relu(F.linear(x, leaves["w1"], leaves["b1"]))
            loss = F.cross_entropy(F.linear(hidden, leaves["w2"], leaves["b2"]), labels)
            grads = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
            size = "one sample" if rows == 1 else "several samples"
            lr = rng.number(0.2, 1.0)
            when = f"after one step with {size}{how}"
            check_step(by_hand, params, x, labels, lr, float(loss.detach()), grads, when)


def draw_network(rng, n, i, h, k, dtype, strided):
    """Parameters and inputs; no hidden unit is so close to 0 that rounding could decide about it."""
    shapes = {"w1": (h, i), "b1": (h,), "w2": (k, h), "b2": (k,)}
    while True:
        # Hidden numbers and logits are about 1, whatever the sizes.
        params = {name: rng.normal(*shape, dtype=dtype) / shape[-1] ** 0.5 for name, shape in shapes.items()}
        x = rng.normal(n, i, dtype=dtype)
        if F.linear(x, params["w1"], params["b1"]).abs().min() > 1e-3:
            break
    if strided:
        return {name: rng.noncontiguous(value) for name, value in params.items()}, rng.noncontiguous(x)
    return params, x


def check_step(by_hand, params, x, labels, lr, loss, grads, when):
    """The loss is that of before, the tensors have moved, and the dict still holds them."""
    got, tensors, entries = by_hand("mlp_step", params, x, labels, lr)
    expect.close(got, loss, name="the loss before the step, which mlp_step returns,")
    # Numbers of about 1, after sums of a few dozen products.
    limits = {"atol": 1e-5} if x.dtype == torch.float32 else {}
    check_moved(params, tensors, entries)
    early = step_with_new_w2(params, x, labels, lr, grads)
    # From the end of the network to its start: the first that is wrong is where the way back goes wrong.
    for name in ("b2", "w2", "b1", "w1"):
        right = params[name] - lr * grads[name]
        expect.that(
            name not in early or same(tensors[name], right) or not same(tensors[name], early[name]),
            f"{name} is not what it should be {when}: its gradient was found with the w2 of after the step. "
            "Find all gradients before you change any parameter.",
        )
        expect.close(tensors[name], right, name=f"{name} {when}", **limits)
        expect.close(entries[name], right, name=f'params["{name}"] {when}', **limits)


def check_moved(params, tensors, entries):
    """Some parameter has changed, and not by another tensor in the dict."""
    expect.that(
        all(isinstance(entries.get(name), Tensor) for name in params),
        "After mlp_step, params does not hold the tensors w1, b1, w2 and b2 any more.",
    )
    still = [name for name, value in params.items() if same(tensors[name], value, atol=0.0)]
    replaced = [name for name in still if not same(entries[name], params[name])]
    expect.that(
        not replaced,
        "mlp_step puts new tensors into params and leaves the old ones as they were. The step must be taken "
        "in place: change the tensors themselves, with `-=` or `sub_`.",
    )
    expect.that(
        len(still) < len(params),
        "mlp_step leaves all parameters as they were. Change the tensors in params themselves, with `-=` or "
        "`sub_`: giving a result to another name does not change them.",
    )


@oracle
def step_with_new_w2(params, x, labels, lr, grads):
    """What w1 and b1 become where w2 takes its step before it is used on the way back."""
    z = F.linear(x, params["w1"], params["b1"])
    logits = leaf(F.linear(F.relu(z), params["w2"], params["b2"]))
    (grad_logits,) = torch.autograd.grad(F.cross_entropy(logits, labels), logits)
    grad_z = grad_logits @ (params["w2"] - lr * grads["w2"]) * (z > 0)
    return {"w1": params["w1"] - lr * grad_z.T @ x, "b1": params["b1"] - lr * grad_z.sum(dim=0)}


def same(a, b, atol=1e-5):
    return a.shape == b.shape and torch.allclose(a.to(b.dtype), b, rtol=0.0, atol=atol)
