"""Suite of exercise 5: autograd.

Expected gradients are formulas worked out by hand, not autograd's own answers, so that a mistake which the
solution and a learner share would show.

Tolerances are the defaults of `expect.close` unless a comment says otherwise. Right programs differ by
rounding alone; the smallest mistake changes some number by a thousandth or more.
"""

import inspect

import torch
from torch import nn

from autograder.testing import expect, gradients, lab, points

# float32 inside, for numbers of about 1 to 1000: it rounds them by 1e-7, a few times over.
SLOPE = {"rtol": 1e-5, "atol": 1e-5}
# Values of about 10 in float64, divided by 2e-4: rounding leaves 1e-11, and differences to one side only are
# off by 1e-4 or more.
DIFFERENCES = {"rtol": 1e-7, "atol": 1e-8}

# (a*x summed up)**2 + the sum of x**3: each element's slope depends on all others.
BUMPY = "lambda x: (a * x).sum() ** 2 + (x**3).sum()"
# The same numbers by way of a tensor that autograd does not follow.
UNFOLLOWED = "lambda x: (a * x.detach()).sum() ** 2 + (x.detach() ** 3).sum()"


class Following(torch.overrides.TorchFunctionMode):
    """Notes whether torch computes with a tensor that autograd follows, in whatever way it does so."""

    def __init__(self):
        super().__init__()
        self.seen = False

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Call the function and look at what goes in and what comes out."""
        out = func(*args, **(kwargs or {}))
        for value in torch.utils._pytree.tree_leaves((args, kwargs, out)):
            if isinstance(value, torch.Tensor):
                wrapped = torch._C._functorch.is_functorch_wrapped_tensor(value)  # torch.func does this
                self.seen = self.seen or value.requires_grad or wrapped
        self.seen = self.seen or "make_dual" in getattr(func, "__name__", "")  # autograd in forward mode
        return out


# The slope, and whether autograd had a part in it.
FOLLOWED = """
def followed(x):
    with Following() as following:
        return learner.slope_of_poly(x), following.seen
"""

# The answers to two calls with the same x, and what x has as .grad and requires_grad afterwards.
TWICE = """
def twice(function, f, x, grad):
    x.grad = grad
    answers = function(f, x), function(f, x)
    return answers, x.grad, x.requires_grad
"""

# The answer, and what the tensors of a list have as .grad, requires_grad and values afterwards.
LISTED = """
def listed(f, xs, grads):
    for x, grad in zip(xs, grads):
        x.grad = grad
    given = list(xs)
    answer = learner.accumulated(f, xs)
    kept = len(xs) == len(given) and all(x is y for x, y in zip(xs, given))
    return answer, kept, [x.grad for x in given], [x.requires_grad for x in given], given
"""

# Calls f, and notes the dtype and the shape of what it is asked for.
ASKED = """
class Asked:
    def __init__(self, f):
        self.f, self.seen = f, []

    def __call__(self, x):
        self.seen.append((x.dtype, tuple(x.shape)))
        return self.f(x)
"""

SUMS = """
def sums():
    fc = nn.Linear(2, 2)
    fc.load_state_dict({"weight": torch.tensor([[1.0, 1.0], [2.0, 2.0]]), "bias": torch.zeros(2)})
    model = nn.Sequential(nn.Dropout(1.0), fc)
    model.seen = []  # for each forward pass, whether some part was in training mode
    note = lambda model, _: model.seen.append(any(part.training for part in model.modules()))
    model.register_forward_pre_hook(note)
    return model
"""


class Moody(nn.Module):
    """A network that answers otherwise in training mode, and notes the training flags of its parts."""

    def __init__(self, state):
        super().__init__()
        self.body = lab.mlp(state)
        norm = nn.BatchNorm1d(self.body[-1].out_features, dtype=state["0.weight"].dtype)
        norm.running_mean.add_(0.5)
        self.tail = nn.Sequential(norm, nn.Dropout(0.5))
        self.body[0].bias.requires_grad_(False)
        self.seen, self.broken = [], False

    def forward(self, x):
        """Note the modes, and compute the output or fail."""
        self.seen.append(any(module.training for module in self.modules()))
        if self.broken:
            raise RuntimeError("this model fails in order to see what happens then")
        return self.tail(self.body(x))


@points(1, "slope_of_poly gives the slope of x**2 + 3*x + 1, by autograd", public=True)
def test_slope(submission, rng):
    following = submission.expression("Following", Following=define(submission, Following))
    followed = submission.define("followed", FOLLOWED, Following=following)
    for x in (2.0, 0.0, -1.5, 0.25, -10.0, 1e4, rng.number(-5, 5), rng.number(-5, 5)):
        out, seen = followed(x)
        expect.close(out, 2 * x + 3, name=f"slope_of_poly({x:g})", **SLOPE)
        expect.that(
            seen is True,
            "slope_of_poly gives the right number, but autograd had no part in it: no tensor in it requires "
            "a gradient. Write the polynomial with such a tensor, and let torch differentiate it.",
        )


@points(0.5, "gradient gives the gradient of f at x", public=True)
def test_gradient_by_hand(submission):
    square = submission.expression("lambda x: (x**2).sum()")
    x = torch.tensor([1.0, -3.0, 0.5])
    expect.close(
        submission.gradient(square, x), torch.tensor([2.0, -6.0, 1.0]), name="gradient of (x**2).sum()"
    )
    # With respect to a, the slope of a*b + b is b; with respect to b it is a + 1.
    product = submission.expression("lambda x: x[0] * x[1] + x[1]")
    expect.close(
        submission.gradient(product, torch.tensor([3.0, 2.0])),
        torch.tensor([2.0, 4.0]),
        name="gradient of x[0]*x[1] + x[1]",
    )


@points(1, "gradient works for any tensor, and leaves no trace in it")
def test_gradient_any_tensor(submission, rng):
    function = submission.expression("learner.gradient")
    twice = submission.define("twice", TWICE)
    n, m, k = rng.sizes(3)
    with expect.global_rng_unchanged(submission, name="gradient"):
        for shape, dtype in (((n, m), torch.float32), ((m, n, k), torch.float64), ((), torch.float64)):
            for strided in (False, True):
                a, x = rng.normal(*shape, dtype=dtype), rng.normal(*shape, dtype=dtype)
                x = rng.noncontiguous(x) if strided else x
                f = submission.expression(BUMPY, a=a)
                for follows, stale in ((False, None), (True, None), (True, rng.normal(*shape, dtype=dtype))):
                    x.requires_grad_(follows)
                    answers, grad, requires = check_input_kept(submission, twice, function, f, x, stale)
                    for out in answers:
                        name = f"gradient of f at {described(shape, strided, stale)}, asked for twice"
                        # Sums of up to 400 terms of size 1: formulas that are equal on paper round otherwise.
                        expect.close(out, slopes(a, x), atol=tolerance(dtype), name=name)
                    check_untouched(grad, stale, requires, follows, "gradient")
    check_recording(submission, "gradient")


@points(0.5, "gradient is zero where f ignores x")
def test_gradient_of_ignored(submission, rng):
    n, m = rng.sizes(2)
    w = rng.normal(n, m, dtype=torch.float64).requires_grad_()
    # The right gradient of an ordinary function first: zeros alone are no answer.
    half = submission.expression("lambda x: 3 * x[0].sum()")
    for x in (rng.normal(n, m), rng.normal(n, m, dtype=torch.float64).requires_grad_()):
        right = torch.zeros_like(x.detach())
        right[0] = 3
        expect.close(submission.gradient(half, x), right, name="gradient of f that uses the first row of x")
        for source, what in (
            ("lambda x: torch.tensor(5.0)", "that returns a constant"),
            ("lambda x: (w**2).sum()", "that computes with other tensors than x"),
            ("lambda x: (x.detach() ** 2).sum()", "that detaches x"),
        ):
            f = submission.expression(source, w=w)
            expect.equal(
                submission.gradient(f, x), torch.zeros_like(x.detach()), name=f"gradient of f {what}"
            )


@points(0.5, "numeric_gradient takes the differences of values on both sides of x", public=True)
def test_numeric_by_hand(submission):
    # ((x + 1)**3 - (x - 1)**3) / 2 is 3*x**2 + 1: with a step as large as 1, the step shows.
    cube = submission.expression("lambda x: (x**3).sum()")
    out = submission.numeric_gradient(cube, torch.tensor([0.0, 1.0, -2.0]), eps=1.0)
    expect.close(
        out, torch.tensor([1.0, 4.0, 13.0]), name="numeric_gradient of (x**3).sum() at [0, 1, -2] with eps=1"
    )
    # And where f is x[0] * x[1], with the small step that is the default.
    product = submission.expression("lambda x: x[0] * x[1]")
    out = submission.numeric_gradient(product, torch.tensor([3.0, 2.0]))
    expect.close(out, torch.tensor([2.0, 3.0]), name="numeric_gradient of x[0]*x[1] at [3, 2]")


@points(1, "numeric_gradient asks f for float64 values, and needs no autograd")
def test_numeric_any_tensor(submission, rng):
    asked = submission.define("Asked", ASKED)
    n, m = rng.sizes(2, high=5)
    with expect.global_rng_unchanged(submission, name="numeric_gradient"):
        for shape in ((n, m), (m,), ()):
            for dtype in (torch.float32, torch.float64):
                a, x = (
                    rng.normal(*shape, dtype=torch.float64),
                    rng.noncontiguous(rng.normal(*shape, dtype=dtype)),
                )
                eps = rng.number(0.1, 0.5)
                wide = x.double()
                for source, what in ((BUMPY, "f"), (UNFOLLOWED, "f with detached values")):
                    f = submission.call(asked, submission.expression(source, a=a))
                    name = f"numeric_gradient of {what} at a {len(shape)}-D {dtype_name(dtype)} tensor"
                    # The cube is what differences with this eps see otherwise than the gradient does.
                    for arguments, step in (((), 1e-4), ((eps,), eps)):
                        right = slopes(a, wide) + step**2
                        out, afterwards = submission.observe("numeric_gradient", f, x, *arguments)
                        limits = DIFFERENCES if dtype == torch.float64 else {"atol": 1e-5}
                        given = " with an eps" if arguments else ""
                        expect.close(out, right.to(dtype), name=f"{name}{given}", **limits)
                        expect.unmodified(submission, afterwards[1], x)
                    check_asked(f.seen, shape)
    check_default_step(submission)
    check_recording(submission, "numeric_gradient")


def check_asked(seen, shape):
    """F was asked for float64 tensors with the shape of x."""
    expect.that(
        all(dtype == torch.float64 for dtype, _ in seen),
        "numeric_gradient calls f with tensors that are not float64. In float32, the difference of two close "
        "values is mostly rounding: turn x into float64 first.",
    )
    expect.that(
        all(tuple(given) == tuple(shape) for _, given in seen),
        "numeric_gradient calls f with tensors of another shape than that of x.",
    )


def check_default_step(submission):
    # At 0 the differences of x**3 are eps**2 and nothing else, exact but for a last bit.
    cube = submission.expression("lambda x: x**3")
    out = submission.numeric_gradient(cube, torch.zeros((), dtype=torch.float64))
    right = torch.tensor(1e-8, dtype=torch.float64)
    expect.close(out, right, rtol=1e-6, atol=0.0, name="numeric_gradient of x**3 at 0, where it is eps**2")


@points(0.5, "accumulated adds up the gradients at several tensors", public=True)
def test_accumulated_by_hand(submission):
    cube = submission.expression("lambda x: (x**3).sum()")
    xs = [torch.tensor([1.0, 2.0]), torch.tensor([10.0, -2.0]), torch.tensor([0.5, 4.0])]
    right = torch.tensor([303.75, 72.0])
    expect.close(submission.accumulated(cube, xs), right, name="accumulated of (x**3).sum() at three tensors")
    out = submission.accumulated(cube, xs[:1])
    expect.close(out, torch.tensor([3.0, 12.0]), name="accumulated of (x**3).sum() at one tensor")
    expect.raises("ValueError", submission.accumulated, cube, [], name="accumulated(f, []) of an empty list")


@points(1, "accumulated works for any tensors, and leaves no trace in them")
def test_accumulated_any_tensors(submission, rng):
    listed = submission.define("listed", LISTED)
    n, m = rng.sizes(2)
    with expect.global_rng_unchanged(submission, name="accumulated"):
        for shape, dtype in (((n, m), torch.float32), ((m,), torch.float64)):
            a = rng.normal(*shape, dtype=dtype)
            f = submission.expression(BUMPY, a=a)
            for count in (1, 2, 5):
                xs = [rng.noncontiguous(rng.normal(*shape, dtype=dtype)) for _ in range(count)]
                follows = [number % 2 == 0 for number in range(count)]
                stale = [
                    rng.normal(*shape, dtype=dtype) if number % 3 == 0 else None for number in range(count)
                ]
                for x, flag in zip(xs, follows, strict=True):
                    x.requires_grad_(flag)
                out, kept, grads, flags, now = listed(f, xs, stale)
                right = torch.stack([slopes(a, x) for x in xs]).sum(dim=0)
                # Sums over tensors, of sums of 64 terms: formulas that are equal on paper round otherwise.
                name = f"accumulated of f, which squares a sum, at {how_many(count)} with a .grad from before"
                expect.close(out, right, atol=tolerance(dtype), name=name)
                expect.that(kept is True, "accumulated changes the list xs itself.")
                for one, x, grad, before, flag, follow in zip(
                    now, xs, grads, stale, flags, follows, strict=True
                ):
                    expect.unmodified(submission, one, x, name="tensor in xs")
                    check_untouched(grad, before, flag, follow, "accumulated")
    x = submission.keep(rng.normal(m, dtype=torch.float64))
    pair = submission.expression("lambda x: [x, x]")(x)
    out = submission.accumulated(f, pair)
    right = 2 * slopes(a, submission.value(x))
    expect.close(out, right, name="accumulated of f at one tensor that stands in xs twice")


@points(
    0.5, "detach_mean gives the mean of the model's output in evaluation mode, without a graph", public=True
)
def test_detach_mean_by_hand(submission):
    # A row with the sum s gives s and 2*s. In training mode, Dropout(1) would set all inputs to 0.
    model = submission.define("sums", SUMS)()
    x = torch.tensor([[1.0, 2.0], [3.0, 6.0], [-1.0, 1.0]])
    for training in (True, False):
        submission.call(submission.attribute(model, "train"), training)
        check_mean(submission, model, x, torch.tensor(6.0), "detach_mean(model, x)", witness=True)
        modes = set(submission.lab.modes(model).values())
        expect.that(
            modes == {training},
            "After detach_mean the model, or a part of it, is not in the mode in which it was before.",
        )


@points(1, "detach_mean leaves the model as it was, also when its forward pass fails")
def test_detach_mean_leaves_no_trace(submission, rng):
    inputs, hidden, outputs = rng.sizes(3)
    kind = define(submission, Moody)
    for dtype in (torch.float32, torch.float64):
        state = draw_state(rng, inputs, hidden, outputs, dtype)
        theirs, ours = kind(state), Moody(state).eval()
        for size, training in ((5, False), (1, True)):
            x = rng.normal(size, inputs, dtype=dtype).requires_grad_(training)
            mixed = draw_modes(submission, theirs, training)
            before = lab_state(submission, theirs)
            with expect.global_rng_unchanged(submission, name="detach_mean"):
                right = ours(x).mean().detach()
                name = f"detach_mean(model, x) for {how_many(size, 'row')}"
                check_mean(submission, theirs, x, right, name, witness=True)
            check_model(submission, theirs, mixed, before, "detach_mean")
            submission.set_attribute(theirs, "broken", True)
            expect.raises(
                "Exception", submission.detach_mean, theirs, x, name="detach_mean with a model that fails"
            )
            check_model(submission, theirs, mixed, before, "an exception in the model")
            submission.set_attribute(theirs, "broken", False)
    # Outputs with three dimensions, of a model with few rows and many columns.
    state = draw_state(rng, inputs, hidden, outputs, torch.float32)
    x = rng.normal(2, 7, inputs)
    check_mean(
        submission,
        submission.lab.mlp(state),
        x,
        lab.mlp(state)(x).mean().detach(),
        "detach_mean of a 3-D output",
    )


@points(1, "Cube.apply gives x**3 and passes 3*x**2 backward", public=True)
def test_cube_by_hand(submission):
    check_is_function(submission)
    x = torch.tensor([2.0, -1.0, 0.5, 10.0])
    out, _ = submission.observe("Cube.apply", x)
    expect.close(out, torch.tensor([8.0, -1.0, 0.125, 1000.0]), name="Cube.apply([2, -1, 0.5, 10])")
    for factor in (1.0, -2.0):
        weights = torch.full((4,), factor)
        _, (slope,) = submission.backward("Cube.apply", (x,), weights)
        name = f"the gradient of {factor:g} * Cube.apply([2, -1, 0.5, 10])"
        expect.close(slope, factor * torch.tensor([12.0, 3.0, 0.75, 300.0]), name=name)


@points(1.5, "Cube works for any tensor, inside larger formulas and several times over")
def test_cube_in_formulas(submission, rng):
    nested = submission.expression("lambda x: learner.Cube.apply(2 * learner.Cube.apply(x))")
    product = submission.expression("lambda x, y: learner.Cube.apply(x) * learner.Cube.apply(y)")
    n, m, k = rng.sizes(3, high=6)
    with expect.global_rng_unchanged(submission, name="Cube"):
        for shape in ((n, m), (m, k, n), (1,), ()):
            for dtype in (torch.float32, torch.float64):
                x = rng.noncontiguous(rng.normal(*shape, dtype=dtype))
                out, (now,) = submission.observe("Cube.apply", x)
                expect.close(out, x * x * x, name=f"Cube.apply of a {len(shape)}-D tensor")
                expect.unmodified(submission, now, x)
                weights = rng.normal(*shape, dtype=dtype)
                _, (slope,) = submission.backward("Cube.apply", (x,), weights)
                name = f"the gradient of Cube.apply of a {len(shape)}-D tensor"
                expect.close(slope, 3 * weights * x * x, name=name)
    x, y = rng.normal(n, m, dtype=torch.float64), rng.normal(n, m, dtype=torch.float64)
    # The ninth power varies too much for slopes by differences further out.
    near = x.clamp(-1.5, 1.5)
    name = "Cube applied to its own result"
    expect.close(nested(near), 8 * near**9, name=name)
    gradients.check(submission, nested, (near,), rng=rng, reference=lambda x: 8 * x**9, name=name)
    name = "the product of Cube at x and Cube at y"
    expect.close(product(x, y), (x * y) ** 3, name=name)
    gradients.check(
        submission, product, (x, y), (0, 1), rng=rng, reference=lambda x, y: (x * y) ** 3, name=name
    )


def check_is_function(submission):
    right = submission.expression(
        "lambda: isinstance(learner.Cube, type) and issubclass(learner.Cube, torch.autograd.Function)"
    )
    expect.that(right() is True, "Cube should be a class that inherits from torch.autograd.Function.")


def slopes(a, x):
    """The gradient of BUMPY."""
    a, x = a.detach(), x.detach()
    return 2 * (a * x).sum() * a + 3 * x * x


def described(shape, strided, stale):
    """Say what is special about a tensor."""
    special = ["that is not contiguous"] if strided and shape else []
    special += ["that has a .grad from before"] if stale is not None else []
    return " ".join([f"a {len(shape)}-D tensor", *special])


def tolerance(dtype):
    return 1e-4 if dtype == torch.float32 else 1e-11


def dtype_name(dtype):
    return str(dtype).removeprefix("torch.")


def how_many(count, thing="tensor"):
    return f"one {thing}" if count == 1 else f"several {thing}s"


def check_input_kept(submission, twice, function, f, x, stale):
    """Call twice with the same x, check that x has the values that it had, and return the rest."""
    answer, afterwards = submission.observe(twice, function, f, x, stale)
    expect.unmodified(submission, afterwards[2], x)
    return answer


def check_untouched(grad, before, requires, follows, name):
    """x.grad and x.requires_grad are what they were."""
    same = grad is None if before is None else isinstance(grad, torch.Tensor) and torch.equal(grad, before)
    expect.that(
        same,
        f"{name} changes the `.grad` of a tensor that it is given. Compute with a copy of your own: "
        "x.detach().clone().",
    )
    expect.that(
        requires is follows,
        f"{name} changes whether a tensor that it is given requires gradients. Compute with a copy of your "
        "own: x.detach().clone().",
    )


def check_recording(submission, name):
    """Gradients are not switched off for what comes later."""
    enabled = submission.expression("lambda: torch.is_grad_enabled()")()
    expect.that(
        enabled is True,
        f"After {name}, gradients are switched off for good, so nothing can be trained. Use "
        "`with torch.no_grad():`, which ends by itself.",
    )


def check_mean(submission, model, x, right, name, witness=False):
    """The mean is right, a tensor, and without a graph; x is as it was."""
    kept = submission.keep(x)
    out = submission.call("detach_mean", model, kept)
    if witness:
        expect.that(
            not any(model.seen),
            "detach_mean runs the model while it, or a part of it, is in training mode: call model.eval() "
            "before.",
        )
    # Means of numbers of about 1: float32 rounds them by 1e-7.
    expect.close(submission.value(out), right, atol=tolerance(right.dtype) / 10, name=name)
    expect.that(
        out.requires_grad is False,
        "What detach_mean returns still hangs on a graph: use torch.no_grad(), or detach the result.",
    )
    expect.unmodified(submission, kept, x)


def draw_state(rng, inputs, hidden, outputs, dtype):
    """Weights of a small network."""
    return {
        "0.weight": rng.normal(hidden, inputs, dtype=dtype),
        "0.bias": rng.normal(hidden, dtype=dtype),
        "2.weight": rng.normal(outputs, hidden, dtype=dtype),
        "2.bias": rng.normal(outputs, dtype=dtype),
    }


def draw_modes(submission, model, training):
    """Set the model to a mode, one part of it to the other, and return all modes."""
    model.train(training)
    submission.set_attribute(submission.attribute(model, "tail"), "training", not training)
    return submission.lab.modes(model)


def lab_state(submission, model):
    """Weights, statistics, and which parameters require gradients and have one."""
    flags = submission.expression(
        "lambda model: [(p.requires_grad, p.grad is None) for p in model.parameters()]"
    )
    return submission.lab.state(model), flags(model)


def check_model(submission, model, modes, before, what):
    """The model is as it was before."""
    expect.that(
        submission.lab.modes(model) == modes,
        f"After {what} a part of the model is in another mode than before. Remember the `training` flag of "
        "each module in model.modules(), and set it back in a finally block.",
    )
    state, flags = lab_state(submission, model)
    expect.equal(state, before[0], name=f"the model's weights and statistics after {what}")
    expect.that(
        flags == before[1],
        f"After {what} the model's parameters are not as they were: one requires gradients where it did not "
        "before, or the other way round, or has got a gradient.",
    )
    check_recording(submission, what)


def define(submission, kind):
    """The same class in the worker; what it is for is no secret."""
    return submission.define(kind.__name__, inspect.getsource(kind))
