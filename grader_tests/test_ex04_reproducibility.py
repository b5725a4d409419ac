"""Suite of exercise 4: NumPy, seeds and splits.

Values only move here, nothing is computed, so they are compared exactly. What is random is judged by what
chance does practically never: a right answer fails with a probability below 1e-9. The checks say why.
"""

import torch

from autograder.testing import expect, oracle, points

# Those that torch and NumPy have in common.
DTYPES = (
    *(torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64),
    *(torch.float16, torch.float32, torch.float64, torch.complex64, torch.complex128),
)

# Run in the worker: an array with the same values, laid out otherwise.
LAID_OUT = """
def laid_out(a, kind):
    if kind == "a transposed array":
        return np.array(a.T, order="C").T
    if kind == "a slice of an array":
        return np.repeat(a, 2, axis=-1)[..., ::2]
    if kind == "a reversed array":
        return np.flip(np.flip(a).copy())
    if kind == "a read-only array":
        a = a.copy()
        a.flags.writeable = False
    return a
"""
PLAIN, TRANSPOSED, SLICE = "an array", "a transposed array", "a slice of an array"
REVERSED, READ_ONLY = "a reversed array", "a read-only array"

# A tensor that says it is on a GPU: its values cannot be read before it has been moved to the CPU.
ELSEWHERE = """
class Elsewhere(torch.Tensor):
    answers = {
        torch.Tensor.device.__get__: torch.device("cuda:0"),
        torch.Tensor.is_cuda.__get__: True,
        torch.Tensor.is_cpu.__get__: False,
    }
    reads = (torch.Tensor.numpy, torch.Tensor.__array__, torch.Tensor.__dlpack__)

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func in cls.answers:
            return cls.answers[func]
        if func in cls.reads and not kwargs.get("force"):
            raise TypeError(
                "can't convert cuda:0 device type tensor to numpy. "
                "Use Tensor.cpu() to copy the tensor to host memory first."
            )
        out = super().__torch_function__(func, types, args, kwargs)
        to_cpu = func is torch.Tensor.cpu or any(
            isinstance(value, (str, torch.device)) and str(value).startswith("cpu")
            for value in (*args, *kwargs.values())
        )
        into_other = func is torch.Tensor.copy_ and not isinstance(args[0], cls)
        return out.as_subclass(torch.Tensor) if to_cpu or into_other else out
"""

# Draws from each of the global generators; an odd number of normal ones, as those are made in pairs.
DRAWS = """
import random

def draws():
    return {
        "Python": [random.random(), random.gauss(0.0, 1.0), random.randrange(10**9)],
        "NumPy": [*np.random.rand(3).tolist(), np.random.normal()],
        "torch": [*torch.rand(3).tolist(), torch.randn(()).item()],
    }
"""
LIBRARIES = ("Python", "NumPy", "torch")


def drawn(rng, dtype, *shape):
    """Return a tensor of any dtype, with numbers that a narrower dtype would not hold."""
    if dtype == torch.bool:
        return rng.mask(*shape)
    if dtype.is_floating_point or dtype.is_complex:
        return rng.normal(*shape, dtype=torch.complex128 if dtype.is_complex else torch.float64).to(dtype)
    limits = torch.iinfo(dtype)
    return rng.integers(limits.min // 2, limits.max // 2, *shape).to(dtype)


def array(submission, tensor, kind):
    """Put an array with a tensor's values into the worker."""
    return submission.call(submission.define("laid_out", LAID_OUT), tensor.numpy(), kind)


def check_shared(submission, tensor, kind):
    """Check that as_tensor_shared gives the values and shares the memory."""
    a, name = array(submission, tensor, kind), f"as_tensor_shared of {kind}"
    out = submission.call("as_tensor_shared", a)
    expect.equal(submission.value(out), tensor, name=name)
    expect.same_storage(submission, out, a, name=name)


def check_copied(submission, tensor, kind):
    """Check that as_tensor_copy gives the values, in memory of its own."""
    a, name = array(submission, tensor, kind), f"as_tensor_copy of {kind}"
    out = submission.call("as_tensor_copy", a)
    expect.equal(submission.value(out), tensor, name=name)
    expect.different_storage(submission, out, a, name=name)
    expect.unmodified(submission, a, tensor.numpy(), name="a")


@points(0.5, "as_tensor_shared keeps the dtype, and writing to the tensor changes the array", public=True)
def test_shared(submission):
    for dtype in (torch.float64, torch.float32, torch.int64):
        check_shared(submission, torch.tensor([[1, 2, 3], [40, 50, 60]], dtype=dtype), PLAIN)


@points(1, "as_tensor_shared works for any dtype, shape and layout")
def test_shared_any_array(submission, rng):
    a, b, c = rng.sizes(3)
    for number, dtype in enumerate(DTYPES):
        kind = (SLICE, PLAIN, TRANSPOSED)[number % 3]
        check_shared(submission, drawn(rng, dtype, a, b), kind)
    check_shared(submission, drawn(rng, torch.float32, c, a, b), TRANSPOSED)
    check_shared(submission, drawn(rng, torch.float32, c), SLICE)
    check_shared(submission, drawn(rng, torch.float64, 1, 1), PLAIN)


@points(0.5, "as_tensor_copy keeps the dtype, and writing to the tensor leaves the array alone", public=True)
def test_copy(submission):
    for dtype in (torch.float64, torch.float32, torch.int64):
        check_copied(submission, torch.tensor([[1, 2, 3], [40, 50, 60]], dtype=dtype), PLAIN)


@points(0.5, "as_tensor_copy works for any dtype, shape and layout")
def test_copy_any_array(submission, rng):
    a, b, c = rng.sizes(3)
    for number, dtype in enumerate(DTYPES):
        kind = (SLICE, PLAIN, TRANSPOSED)[number % 3]
        check_copied(submission, drawn(rng, dtype, a, b), kind)
    check_copied(submission, drawn(rng, torch.float32, c, a, b), TRANSPOSED)
    check_copied(submission, drawn(rng, torch.float64, c), SLICE)
    empty = submission.as_tensor_copy(torch.zeros(0, a, dtype=torch.int32).numpy())
    expect.equal(empty, torch.zeros(0, a, dtype=torch.int32), name="as_tensor_copy of an empty array")


@points(0.5, "as_tensor_copy works for reversed and for read-only arrays")
def test_copy_of_arrays_that_cannot_be_shared(submission, rng):
    a, b, c = rng.sizes(3)
    for kind in (READ_ONLY, REVERSED):
        check_copied(submission, drawn(rng, torch.int64, b, c), kind)
        check_copied(submission, drawn(rng, torch.float32, c, b, a), kind)
        check_copied(submission, drawn(rng, torch.float64, b), kind)


@oracle
def as_array(tensor):
    """The values as an array; NumPy has no bfloat16."""
    plain = tensor.detach()
    return (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy()


def check_array(submission, x, kind, make="lambda x: x"):
    """Check what to_numpy makes of a tensor that is made from another one in the worker."""
    t = submission.call(submission.expression(make), x)
    before = submission.value(t)
    expect.equal(submission.to_numpy(t), as_array(before), name=f"to_numpy of {kind}")
    after = submission.value(t)
    expect.unmodified(submission, after, before, name="t")
    expect.that(
        after.requires_grad == before.requires_grad,
        f"to_numpy of {kind} changes the tensor's requires_grad, so it would no longer be trained. Use a "
        "version of the tensor without a graph, and leave the tensor itself alone.",
    )


@points(0.5, "to_numpy gives an array with the same values and dtype, also where gradients flow", public=True)
def test_to_numpy(submission):
    x = torch.tensor([[1.5, 2.5, -3.5], [0.25, 0.0, 7.0]])
    check_array(submission, x, "a float32 tensor")
    check_array(submission, x.double(), "a float64 tensor")
    check_array(submission, x.long(), "an int64 tensor")
    check_array(submission, x.clone().requires_grad_(), "a tensor that requires gradients")


@points(0.5, "to_numpy works for any dtype, bfloat16 too, and for any shape and layout")
def test_to_numpy_any_dtype(submission, rng):
    a, b, c = rng.sizes(3)
    for dtype in (*DTYPES, torch.bfloat16):
        check_array(submission, drawn(rng, dtype, a, b), f"a {dtype_name(dtype)} tensor")
    check_array(submission, rng.noncontiguous(rng.normal(c, b, a)), "a tensor that is not contiguous")
    check_array(submission, rng.normal(), "a tensor without dimensions")
    check_array(submission, rng.normal(0, a), "an empty tensor")


@points(0.5, "to_numpy works inside a graph, for conjugated tensors, and on another device")
def test_to_numpy_anywhere(submission, rng):
    a, b, c = rng.sizes(3)
    for dtype in (torch.float64, torch.bfloat16):
        x = rng.normal(c, a, dtype=dtype).requires_grad_()
        check_array(submission, x, f"a {dtype_name(dtype)} tensor that requires gradients")
        check_array(submission, x, "a tensor that is computed from one with gradients", "lambda x: x * 2")
    for dtype in (torch.complex64, torch.complex128):
        z = rng.normal(b, c, dtype=dtype)
        check_array(submission, z, "a conjugated tensor", "lambda z: z.conj()")
        check_array(submission, z.requires_grad_(), "a conjugated tensor with gradients", "lambda z: z.mH")
    elsewhere = submission.define("Elsewhere", ELSEWHERE)
    for dtype in (torch.float32, torch.bfloat16):
        x = rng.normal(b, a, dtype=dtype)
        far = submission.expression("x.as_subclass(kind)", x=x, kind=elsewhere)
        name = "to_numpy of a tensor on another device"
        expect.equal(submission.to_numpy(far), x.float().numpy(), name=name)


def dtype_name(dtype):
    return str(dtype).removeprefix("torch.")


@points(1, "seed_everything makes Python, NumPy and torch draw the same numbers again", public=True)
def test_seed_everything(submission, rng):
    draws = submission.define("draws", DRAWS)
    seeds = (rng.seed(), 0, 1, rng.seed())
    first = {}
    for seed in seeds:
        submission.seed_everything(seed)
        first[seed] = draws()
    for seed in seeds:
        submission.seed_everything(seed)
        again = draws()
        for library in LIBRARIES:
            expect.that(
                again[library] == first[seed][library],
                f"After seed_everything with the same seed, {library} draws other numbers than before: its "
                "global generator does not get the seed.",
            )
    for library in LIBRARIES:
        different = {tuple(numbers[library]) for numbers in first.values()}
        expect.that(
            len(different) == len(first),
            f"After seed_everything with another seed, {library} draws the same numbers as before.",
        )


def check_split(answer, n, name):
    """Check that the two parts hold all positions, each once, and return them."""
    fits = isinstance(answer, tuple | list) and len(answer) == 2
    expect.that(fits, f"{name} should return a pair of tensors: train and test.")
    for part, which in zip(answer, ("train", "test"), strict=True):
        part_name = f"{which}, from {name},"
        expect.dtype(part, torch.int64, name=part_name)
        text = f"{part_name} should have one dimension."
        expect.that(part.ndim == 1, text, f"{text} Its shape is {tuple(part.shape)}.")
    train, test = (part.tolist() for part in answer)
    strangers = sorted({*train, *test} - set(range(n)))
    missing = sorted(set(range(n)) - {*train, *test})
    for found, text in (
        (strangers, f"{name} gives positions that do not exist: they run from 0 to n - 1."),
        (sorted({*train} & {*test}), f"{name} puts some positions into both parts."),
        (twice(train), f"{name} puts some positions into train more than once."),
        (twice(test), f"{name} puts some positions into test more than once."),
        (missing, f"{name} puts some positions into neither part."),
    ):
        expect.that(not found, text, f"{text} With {n} items: {found[:8]}.")
    return answer


def twice(numbers):
    return sorted({number for number in numbers if numbers.count(number) > 1})


def check_size(submission, n, fraction):
    """Check a split of n items, and the sizes of its parts."""
    name = f"split_indices({n}, {fraction}, seed)"
    train, test = check_split(submission.split_indices(n, test_fraction=fraction, seed=3), n, name)
    size = round(n * fraction)
    expect.that(
        len(test) == size,
        "The test part from split_indices should have round(n * test_fraction) items, with Python's round.",
        f"train and test from {name} have {len(train)} and {len(test)} items, and {n - size} and {size} are "
        "expected.",
    )


@points(1, "split_indices puts each position into one part, and the right number into test", public=True)
def test_split(submission):
    # 10 * 0.3 = 3, 11 * 0.25 = 2.75 and 13 * 0.25 = 3.25 give 3; 5 * 0.5 = 2.5 gives 2, as round does.
    for n, fraction in ((10, 0.3), (11, 0.25), (13, 0.25), (5, 0.5)):
        check_size(submission, n, fraction)


@points(1, "split_indices is random, repeatable, right at the ends, and leaves the random state alone")
def test_split_is_random(submission, rng):
    for n, fraction in ((7, 0.5), (10, 0.25), (1, 0.5), (1, 1.0), (6, 0.0), (9, 1.0), (100, 0.29)):
        check_size(submission, n, fraction)
    n = rng.integer(600, 640)
    answers = repeated(submission, rng, "split_indices", n, n)
    for parts in answers:
        for part, which in zip(parts, ("train", "test"), strict=True):
            check_random_order(part, f"{which}, from split_indices,")
        check_random_choice(parts[1], "split_indices")


def repeated(submission, rng, function, items, n):
    """Split with the same seed twice and with another one, and return the first and the last answer."""
    draws = submission.define("draws", DRAWS)
    seed = rng.seed()
    answers = []
    for number in (seed, seed, seed + 1):
        with expect.global_rng_unchanged(submission, name=function):
            answer = getattr(submission, function)(items, 0.25, number)
        answers.append(check_split(answer, n, function))
        draws()
    first, same, other = answers
    for index, which in enumerate(("train", "test")):
        expect.that(
            torch.equal(first[index], same[index]),
            f"{function} gives another {which} part, or another order of it, for the same seed.",
        )
        expect.that(
            not torch.equal(first[index].sort().values, other[index].sort().values),
            f"{function} puts the same items into {which} for another seed.",
        )
    return first, other


def check_random_order(numbers, name):
    """Check that about half of the neighbours rise; from 59 numbers on, 1/4 is 6.5 deviations away."""
    rising = (numbers[1:] > numbers[:-1]).double().mean()
    expect.that(
        bool((rising > 0.25) & (rising < 0.75)),
        f"{name} is not in random order: nearly everywhere, positions rise, or fall, from one to the next.",
    )


def check_random_choice(chosen, name):
    """Check that positions follow no pattern: a block, or every fourth item, leaves one or two gaps."""
    gaps = chosen.sort().values.diff().unique()
    expect.that(
        len(gaps) > 2,
        f"{name} does not choose the test items at random: they follow a pattern, such as the first ones.",
    )


def draw_labels(rng, counts):
    """Return labels with so many items of each class, in random order."""
    labels = torch.cat([torch.full((count,), label) for label, count in counts.items()])
    return labels[rng.permutation(len(labels))]


def check_shares(labels, test, fraction, name):
    """Check that of each class the fraction is in the test part, give or take one."""
    text = (
        f"{name} does not take the same share of each class: of c items, c * test_fraction should be in the "
        "test part, give or take one."
    )
    for label in labels.unique().tolist():
        count, found = int((labels == label).sum()), int((labels[test] == label).sum())
        expect.that(
            abs(found - count * fraction) < 1 + 1e-9,
            text,
            f"{text} Of class {label}, which has {count} items, {found} are in the test part, with "
            f"test_fraction={fraction}.",
        )


@points(0.5, "stratified_split puts each position into one part, and its share of each class", public=True)
def test_stratified(submission):
    labels = torch.tensor([0] * 8 + [1] * 16)
    for mixed in (labels, labels.reshape(3, 8).T.flatten()):
        for fraction in (0.5, 0.25):
            answer = submission.stratified_split(mixed, fraction, 3)
            _, test = check_split(answer, 24, "stratified_split")
            check_shares(mixed, test, fraction, "stratified_split")


@points(1, "stratified_split takes the right share of any classes, rare and missing ones too")
def test_stratified_shares(submission, rng):
    # A split of all items at random has the right share of the three large classes once in thirty times.
    large = [{0: 200, 2: 90, 3: 1, 7: rng.integer(120, 150)} for _ in range(7)]
    small = [{5: 1}, {1: 2, 4: 3}, {0: 1, 1: 1}]
    for counts in large + small:
        labels = draw_labels(rng, counts)
        for fraction in (0.3, 0.5) if counts in large else (0.0, 0.4, 1.0):
            labels = rng.noncontiguous(labels)
            answer, (after, *_) = submission.observe(
                "stratified_split", labels, test_fraction=fraction, seed=rng.seed()
            )
            _, test = check_split(answer, len(labels), "stratified_split")
            check_shares(labels, test, fraction, "stratified_split")
            expect.unmodified(submission, after, labels, name="labels")


@points(1, "stratified_split is random, mixes the classes, and leaves the random state alone")
def test_stratified_is_random(submission, rng):
    counts = {1: 240, 2: 480, 4: 320}
    labels = draw_labels(rng, counts)
    for parts in repeated(submission, rng, "stratified_split", labels, len(labels)):
        for part, which in zip(parts, ("train", "test"), strict=True):
            check_random_order(part, f"{which}, from stratified_split,")
            check_mixed(labels[part], which)
            for label in counts:
                name = f"Each single class in {which}, from stratified_split,"
                check_random_order(chosen(part, labels, label), name)
        for label in counts:
            members = (labels == label).nonzero().flatten()
            check_random_choice(
                torch.searchsorted(members, chosen(parts[1], labels, label)), "stratified_split"
            )


def chosen(part, labels, label):
    """Return a part's positions of one class."""
    return part[labels[part] == label]


def check_mixed(classes, which):
    """Check that neighbours share their class as often as by chance, give or take 8 deviations."""
    shares = classes.bincount().double() / len(classes)
    same = (classes[1:] == classes[:-1]).double().mean()
    by_chance = shares.square().sum()
    deviation = (by_chance * (1 - by_chance) / len(classes)).sqrt()
    expect.that(
        bool((same - by_chance).abs() < 8 * deviation),
        f"{which}, from stratified_split, does not mix the classes: items of one class stand in a row, or "
        "the classes take turns. Put the whole part into random order at the end.",
    )
