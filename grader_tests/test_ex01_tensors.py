"""Suite of exercise 1: making tensors, and asking what they are.

The `device` of `uniform` is only ever the CPU here: the other devices that every torch has, such as "meta",
have no generators.
"""

import functools
import math

import torch
from torch import Tensor

from autograder.testing import expect, oracle, points

# A tensor that holds numbers which nobody wrote is then full of NaN, and not of zeros by chance.
POISON = "lambda: torch.set_deterministic_debug_mode('warn')"

UNWRITTEN = (
    "constant_pair returns numbers that nobody wrote. `torch.empty` only reserves memory, in which anything "
    "may be left from earlier use: fill the tensor."
)


def check_digits(out, right, name, rtol=0.0):
    """The numbers are right, by default to the last digit; says why if only the last ones are wrong."""
    expect.shape(out, tuple(right.shape), name=name)
    expect.dtype(out, right.dtype, name=name)
    fine, near = (
        torch.allclose(out.double(), right.double(), rtol=limit, atol=0.0) for limit in (rtol, 1e-5)
    )
    expect.that(
        fine or not near,
        f"{name}: the first digits are right, and the last ones are wrong. On their way the numbers were in "
        "a dtype with fewer digits, such as float32, which keeps seven.",
    )
    expect.close(out, right, name=name, rtol=rtol, atol=0.0)


def check_each(submission, function, cases, check):
    """Check the answer to each case (arguments, expected answer, name), with `expect.close` or the like."""
    observed = submission.observe_each(function, [arguments for arguments, _, _ in cases])
    for (out, _), (_, right, name) in zip(observed, cases, strict=True):
        check(out, right, name=name)


def dtype_name(dtype):
    return str(dtype).removeprefix("torch.")


def facts(shape, dtype, numel, requires_grad=False, device="cpu"):
    return {
        "ndim": len(shape),
        "shape": shape,
        "dtype": dtype,
        "device": device,
        "numel": numel,
        "requires_grad": requires_grad,
    }


@points(
    1, "describe names dimensions, shape, dtype, device, number of elements, and requires_grad", public=True
)
def test_describe(submission, rng):
    table = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    cases = [
        ("a 2x3 table of float32", table, facts((2, 3), torch.float32, 6)),
        ("a single int64", torch.tensor(7), facts((), torch.int64, 1)),
        ("a table without rows", torch.zeros(0, 3, dtype=torch.float64), facts((0, 3), torch.float64, 0)),
        (
            "weights that require gradients",
            table.clone().requires_grad_(),
            facts((2, 3), torch.float32, 6, requires_grad=True),
        ),
        ("the transposed table", table.T, facts((3, 2), torch.float32, 6)),
    ]
    for dtype in (torch.bool, torch.uint8, torch.bfloat16, torch.complex64):
        a, b, c = rng.sizes(3)
        tensor = rng.integers(0, 2, a, b, 1, c).to(dtype)
        cases.append(("a 4-D tensor", tensor, facts((a, b, 1, c), dtype, a * b * c)))
    cases = [((tensor,), expected, f"describe(t) for {what}") for what, tensor, expected in cases]
    expect.answers(submission, "describe", cases)
    nowhere = submission.expression("torch.empty(4, 5, dtype=torch.int16, device='meta')")
    out = submission.describe(nowhere)
    expect.equal(
        out, facts((4, 5), torch.int16, 20, device="meta"), name="describe(t) for a tensor on device 'meta'"
    )


@points(0.5, "from_nested makes a tensor of the dtype asked for, float32 by default", public=True)
def test_from_nested_by_hand(submission):
    rows = [[1, 2, 3], [4, 5, 6]]
    right = torch.tensor([[1, 2, 3], [4, 5, 6]])
    cases = [((rows,), right.float(), f"from_nested({rows})")]
    for dtype in (torch.int64, torch.float64, torch.uint8):
        cases += [((rows, dtype), right.to(dtype), f"from_nested({rows}, {dtype})")]
    cases += [(([0.5, -1.5],), torch.tensor([0.5, -1.5]), "from_nested([0.5, -1.5])")]
    expect.answers(submission, "from_nested", cases)
    out = submission.from_nested([[[True], [False]]], dtype=torch.bool)
    expect.equal(out, torch.tensor([[[True], [False]]]), name="from_nested([[[True], [False]]], torch.bool)")


@points(1, "from_nested keeps all digits that fit, and takes numbers, tuples and empty lists too")
def test_from_nested_exactly(submission, rng):
    a, b, c = rng.sizes(3)
    data = rng.normal(a, b, c, dtype=torch.float64)
    name = "from_nested(data, dtype) for floats with all their digits as float64"
    cases = [
        ((data.tolist(),), data.float(), "from_nested(data) for floats"),
        ((data.tolist(), torch.float64), data, name),
    ]
    # Beyond float32, whose ints are complete up to 2**24, and beyond float64, with 2**53.
    for low, dtype in ((2**24, torch.float64), (2**53, torch.int64), (2**62, torch.int64)):
        whole = 2 * rng.integers(low // 2, low, a, b) + 1
        name = f"from_nested(data, dtype) for large ints as {dtype_name(dtype)}"
        cases += [((whole.tolist(), dtype), whole.to(dtype), name)]
    right = torch.tensor(0.1, dtype=torch.float64)
    cases += [((0.1, torch.float64), right, "from_nested(data, dtype) for a single float as float64")]
    check_each(submission, "from_nested", cases, check_digits)
    cases = [
        ((3,), torch.tensor(3.0), "from_nested(data) for a single int"),
        ((True,), torch.tensor(1.0), "from_nested(data) for a single bool"),
        ((((1, 0), (0, 1)), torch.bool), torch.eye(2).bool(), "from_nested(data, dtype) for tuples"),
    ]
    for dtype in (torch.float32, torch.int64):
        name = "from_nested(data, dtype) for an empty list"
        cases += [(([], dtype), torch.zeros(0, dtype=dtype), name)]
    expect.answers(submission, "from_nested", cases)


def check_count(out, right, name, rtol=0.0):
    """As `check_digits`, but another length is told in words."""
    if isinstance(out, Tensor) and out.ndim == 1:
        many = "many" if len(out) > len(right) else "few"
        expect.that(
            len(out) == len(right),
            f"{name} has too {many} numbers. They go on until `end` is reached, and do not include it.",
            f"{name} has too {many} numbers: it is {out.tolist()}, and {right.tolist()} is expected.",
        )
    check_digits(out, right, name, rtol)


@points(0.5, "count_up counts from start to before end", public=True)
def test_count_up_by_hand(submission):
    cases = [
        ((2, 6), [2, 3, 4, 5]),
        ((0, 10, 3), [0, 3, 6, 9]),
        ((0, 9, 3), [0, 3, 6]),
        ((-4, 5, 4), [-4, 0, 4]),
        ((5, -2, -2), [5, 3, 1, -1]),
        ((0.0, 1.5, 0.5), [0.0, 0.5, 1.0]),
    ]
    cases = [(arguments, torch.tensor(numbers), f"count_up{arguments}") for arguments, numbers in cases]
    check_each(submission, "count_up", cases, functools.partial(check_count, rtol=1e-6))


@points(1, "count_up gives int64 for ints and float32 where there is a float, whatever the numbers")
def test_count_up_any_numbers(submission, rng):
    out = submission.count_up(3, end=8, step=4)
    check_count(out, torch.tensor([3, 7]), "count_up(start, end=end, step=step)")
    cases = []
    for _ in range(2):
        # Odd numbers beyond what float32 and float64 can hold.
        large = [2**bits + 2 * rng.integer(0, 50) + 1 for bits in (25, 54)]
        for start in (rng.integer(-50, 50), *large):
            step, count = rng.integer(1, 9), rng.integer(2, 20)
            # The last number lies 1 to `step` before the end.
            for sign in (1, -1):
                ahead = sign * (step * count - rng.integer(0, step))
                right = torch.tensor(list(range(start, start + ahead, sign * step)))
                name = f"count_up(start, end, step) for ints, {'up' if sign == 1 else 'down'}wards"
                cases += [((start, start + ahead, sign * step), right, name)]
    check_each(submission, "count_up", cases, check_count)
    cases = [
        ((5, 5), torch.tensor([], dtype=torch.int64), "count_up(start, end) for ints that are equal"),
        ((0.5, 0.5, 0.25), torch.tensor([]), "count_up(start, end) for floats that are equal"),
    ]
    expect.answers(submission, "count_up", cases)
    cases = [
        ("where start is a float", (1.0, 4), [1.0, 2.0, 3.0]),
        ("where end is a float", (1, 3.5), [1.0, 2.0, 3.0]),
        ("where step is a float", (-1, 2, 1.0), [-1.0, 0.0, 1.0]),
        ("where step is a half", (0, 2, 0.5), [0.0, 0.5, 1.0, 1.5]),
        ("for floats", (0.25, 1.5, 0.375), [0.25, 0.625, 1.0, 1.375]),
        ("for floats, downwards", (2.0, 0.5, -0.75), [2.0, 1.25]),
    ]
    cases = [
        (arguments, torch.tensor(numbers), f"count_up(start, end, step) {what}")
        for what, arguments, numbers in cases
    ]
    check_each(submission, "count_up", cases, expect.close)


@oracle
def zeros_and_ones(rows, cols):
    return torch.zeros(rows, cols), torch.ones(rows, cols)


@points(1, "constant_pair gives zeros and ones of the right shape, as float32", public=True)
def test_constant_pair(submission, rng):
    submission.expression(POISON)()
    for rows, cols in ((2, 3), (1, 4), (5, 1), rng.sizes(2, low=3)):
        name = f"constant_pair({rows}, {cols})"
        out = submission.constant_pair(rows, cols)
        right = zeros_and_ones(rows, cols)
        if not isinstance(out, tuple) or len(out) != 2:
            expect.equal(out, right, name=name)
        for what, part, wanted in zip(("zeros", "ones"), out, right, strict=True):
            unwritten = isinstance(part, Tensor) and bool(part.isnan().any())
            expect.that(not unwritten, UNWRITTEN)
            expect.equal(part, wanted, name=f"the tensor of {what} from {name}")


def check_unit(out, shape, dtype, name):
    """The numbers lie between 0 and 1, and are not all the same."""
    expect.shape(out, shape, name=name)
    expect.dtype(out, dtype, name=name)
    # A float64 just below 1 becomes 1 as a float32, once in thirty million: that is no mistake worth points.
    expect.that(
        bool(((out >= 0) & (out <= 1)).all()),
        f"{name} has numbers that are not between 0 and 1.",
        f"{name} has numbers from {float(out.min()):.4g} to {float(out.max()):.4g}, and 0 to 1 is expected.",
    )


def check_repeated(again, first, name):
    expect.tensor(again, name=name)
    expect.that(
        torch.equal(again, first),
        f"{name} gives other numbers when it is called again with the same seed. In each call, make a "
        "`torch.Generator`, set it to the seed, and draw from it.",
    )


def check_differ(a, b, name):
    expect.tensor(b, name=name)
    expect.that(not torch.equal(a, b), f"{name} gives the same numbers for two different seeds.")


@points(
    0.5, "uniform draws numbers from 0 to 1, the same for the same seed and others for another", public=True
)
def test_uniform_by_seed(submission):
    shape = (4, 25)
    first = submission.uniform(shape, 7)
    check_unit(first, shape, torch.float32, "uniform((4, 25), seed=7)")
    check_differ(first, submission.uniform(shape, 8), "uniform((4, 25), seed)")
    check_repeated(submission.uniform(shape, seed=7), first, "uniform((4, 25), seed=7)")


@points(1.5, "uniform draws all numbers from 0 to 1 equally often, and leaves the global random state alone")
def test_uniform_evenly(submission, rng):
    seed, shape = rng.seed(), (100, 200)
    kinds = [((60,), torch.float32), (rng.sizes(3, low=4), torch.float64)]
    # 0 is a seed like any other.
    calls = [(shape, seed), (shape, seed + 1)]
    for small, dtype in kinds:
        calls += [(small, seed, dtype, "cpu"), (small, 0, dtype), (small, 0, dtype), (small, 1, dtype)]
    with expect.global_rng_unchanged(submission, name="uniform"):
        outs = (out for out, _ in submission.observe_each("uniform", calls))
        large = next(outs)
        check_unit(large, shape, torch.float32, "uniform(shape, seed)")
        check_even(large.flatten())
        check_differ(large, next(outs), "uniform(shape, seed)")
        for small, dtype in kinds:
            name = f"uniform(shape, seed, dtype) for {dtype_name(dtype)}"
            out = next(outs)
            check_unit(out, small, dtype, name)
            again = submission.uniform(small, seed, dtype=dtype, device=torch.device("cpu"))
            check_repeated(again, out, name)
            zero = next(outs)
            check_repeated(next(outs), zero, "uniform(shape, seed) for the seed 0")
            check_differ(zero, next(outs), name)
            check_differ(zero, out, name)
    # The answer does not hang on the global state, wherever that stands.
    submission.expression("lambda seed: torch.manual_seed(seed)")(rng.seed())
    check_repeated(submission.uniform(shape, seed), large, "uniform(shape, seed)")


def check_even(numbers):
    """The share of numbers below any limit is that limit (the test of Kolmogorov and Smirnov)."""
    n = len(numbers)
    ordered = numbers.double().sort().values
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    gap = float(torch.maximum((ordered - steps[:-1]).abs(), (ordered - steps[1:]).abs()).max())
    # Right numbers exceed this with a probability of 2 * exp(-2 * 3**2) = 3e-8.
    expect.that(
        gap < 3 / math.sqrt(n),
        "uniform(shape, seed) does not draw all numbers from 0 to 1 equally often: some ranges get too many, "
        "others too few.",
    )
    # Of 20,000 numbers with 24 random bits, about a dozen are there twice.
    expect.that(
        int((ordered[1:] != ordered[:-1]).sum()) > 0.99 * n,
        "uniform(shape, seed) has the same numbers again and again within one tensor.",
    )


# The contract's own tolerance: one millionth, wherever x/255 lies between 0 and 1.
PIXEL = {"rtol": 0.0, "atol": 1e-6}


def normalized(images):
    return (images.double() / 255)[:, None].float()


@points(0.5, "normalize_pixels gives float32 from 0 to 1, with a dimension for channels", public=True)
def test_normalize_by_hand(submission):
    images = torch.tensor([[[0, 51, 255], [102, 153, 204]], [[17, 34, 1], [0, 85, 254]]], dtype=torch.uint8)
    right = torch.tensor(
        [[[0.0, 0.2, 1.0], [0.4, 0.6, 0.8]], [[1 / 15, 2 / 15, 1 / 255], [0, 1 / 3, 254 / 255]]]
    )
    cases = [((images,), right[:, None], "normalize_pixels(images)")]
    expect.answers(submission, "normalize_pixels", cases, **PIXEL)


@points(1, "normalize_pixels takes uint8 images of any number and size, and refuses other dtypes")
def test_normalize_any_images(submission, rng):
    n, h, w = rng.sizes(3)
    kinds = [
        ("dark images", rng.integers(0, 90, n, h, w)),
        ("one image", rng.integers(0, 256, 1, w, n)),
        ("images of one row", rng.integers(100, 256, h, 1, w)),
        ("no images", rng.integers(0, 256, 0, h, w)),
        ("black images", torch.zeros(w, n, h)),
        ("all pixels there are", torch.arange(256).reshape(2, 8, 16)),
    ]
    cases = []
    for what, values in kinds:
        images = values.to(torch.uint8)
        name = f"normalize_pixels(images) for {what}, not contiguous in memory"
        cases += [((rng.noncontiguous(images),), normalized(images), name)]
    expect.answers(submission, "normalize_pixels", cases, **PIXEL)
    images = rng.integers(0, 2, n, h, w)
    for dtype in (
        torch.int64,
        torch.int32,
        torch.int8,
        torch.bool,
        torch.float16,
        torch.float32,
        torch.float64,
    ):
        name = f"normalize_pixels(images) for {dtype_name(dtype)} images"
        expect.raises(ValueError, submission.normalize_pixels, images.to(dtype), name=name)


@points(0.5, "mean_of gives the mean of all elements as a tensor of shape ()", public=True)
def test_mean_by_hand(submission):
    cases = [
        ([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]], 4.0),
        ([[1, 2], [4, 3]], 2.5),
        ([True, False, True, True], 0.75),
        (-3.5, -3.5),
    ]
    cases = [
        ((torch.tensor(data),), torch.tensor(mean), f"mean_of(torch.tensor({data}))") for data, mean in cases
    ]
    check_each(submission, "mean_of", cases, expect.close)


@points(1, "mean_of keeps the dtype of floats, gives float32 for ints and bools, and copes with large ints")
def test_mean_of_any_numbers(submission, rng):
    a, b, c = rng.sizes(3)
    floats = []
    for shape in ((a, b, c), (b, 1), (c,), ()):
        # Means of about 3, since small sums of large numbers would lose digits. A few hundred roundings stay
        # well below the tolerances.
        for dtype in (torch.float64, torch.float32):
            floats += [rng.noncontiguous(rng.normal(*shape, dtype=dtype) + 3)]
    for dtype in (torch.float16, torch.bfloat16):
        # Positive, so that the roundings of a sum stay small beside it.
        floats += [(rng.integers(1, 17, a, 3) * 0.25).to(dtype)]
    check_means(submission, [(x, x.double().mean().to(x.dtype)) for x in floats], check_mean)
    whole = []
    for dtype, low, high in (
        (torch.bool, 0, 2),
        (torch.uint8, 150, 256),
        (torch.int8, -128, -50),
        (torch.int16, 0, 2**15),
        (torch.int32, -(2**31), 2**30),
        (torch.int64, 0, 10),
    ):
        whole += [rng.noncontiguous(rng.integers(low, high, a, b + 9).to(dtype))]
    check_means(submission, [(x, mean_of_ints(x)) for x in whole], check_mean_of_ints)
    huge = [sign * rng.integers(2**62, 2**63 - 1, a + 3) for sign in (1, -1)]
    more = " whose sum is no int64 any more"
    check_means(submission, [(x, mean_of_ints(x)) for x in huge], check_mean_of_ints, more)


def check_means(submission, cases, check, more=""):
    observed = submission.observe_each("mean_of", [(x,) for x, _ in cases])
    for (out, (afterwards,)), (x, right) in zip(observed, cases, strict=True):
        check(out, right, x, f"mean_of(t) for {dtype_name(x.dtype)} numbers{more}")
        expect.unmodified(submission, afterwards, x, name="t")


def check_mean(out, right, x, name):
    if x.dtype in (torch.float16, torch.bfloat16):
        expect.close(out, right, name=name)
    else:
        check_digits(out, right, name, rtol=1e-9 if x.dtype == torch.float64 else 1e-5)


def mean_of_ints(x):
    numbers = [int(number) for number in x.flatten().tolist()]
    return torch.tensor(sum(numbers) / len(numbers), dtype=torch.float32)


def check_mean_of_ints(out, right, x, name):
    # The contract's own tolerance. It is that of float32, also for a sum of all elements in float32.
    tolerance = 1e-5 * max(abs(int(number)) for number in x.flatten().tolist())
    expect.close(out, right, name=name, rtol=0.0, atol=tolerance)
