"""Suite of exercise 3: arithmetic, aggregation and indexing of tensors."""

import torch

from autograder.testing import expect, oracle, points

# Values of standardize are about 1. Formulas that are equal on paper (the mean square minus the squared mean,
# or float32 inside) miss each other by up to 1.5e-4, once in a million columns; n - 1 for n shows as 0.05
# or more, an epsilon as 0.01 or more.
STANDARD = {"rtol": 1e-3, "atol": 1e-3}
# Matrix products of up to eight terms of size 1: float32 rounds them by about 1e-6.
PRODUCT = {"rtol": 1e-4, "atol": 1e-4}

NO_CDIST = "the table of distances is what you build here, from differences, squares, sums and roots"
NO_ONE_HOT = "the one-hot rows are what you build here"

# Counts what Python itself does for the distances: lines that run, and calls of functions written in C.
PYTHON_STEPS = """
import sys

def python_steps(*arguments):
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        steps += 1
        return trace

    def profile(frame, event, argument):
        nonlocal steps
        steps += event == "c_call"

    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        learner.pairwise_distances(*arguments)
    finally:
        sys.setprofile(None)
        sys.settrace(None)
    return steps
"""


def two_kinds(rng, *tensors):
    """Yield float64 tensors in float32 and as they are, once contiguous and once not, with words for that."""
    strided = rng.choice((torch.float32, torch.float64))
    for dtype in (torch.float32, torch.float64):
        kind = [tensor.to(dtype) for tensor in tensors]
        yield ([rng.noncontiguous(x) for x in kind], ", not contiguous") if dtype == strided else (kind, "")


def standardized(x, dim):
    wide = x.double()
    result = (wide - wide.mean(dim, keepdim=True)) / wide.std(dim, correction=0, keepdim=True)
    return result.to(x.dtype)


@points(1, "standardize gives mean 0 and deviation 1 along the given dimension", public=True)
def test_standardize_by_hand(submission):
    # Mean 5 and deviation 2, and the same ten times larger, shifted by 3.
    row = torch.tensor([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])
    result = torch.tensor([-1.5, -0.5, -0.5, -0.5, 0.0, 0.0, 1.0, 2.0])
    two_rows = torch.stack([row, 10 * row + 3])
    expect.close(submission.standardize(two_rows, 1), torch.stack([result, result]), **STANDARD)
    expect.close(submission.standardize(two_rows.T, 0), torch.stack([result, result], dim=1), **STANDARD)


@points(1, "standardize works for any shape, dimension and scale, and leaves its input alone")
def test_standardize_any_data(submission, rng):
    # Five elements or more to a slice: of two close ones the difference would be rounding for some formulas.
    a, b, c = rng.sizes(3, low=5, high=10)
    cases = []
    for shape, dim in (((a, b), 0), ((b, a), 1), ((c,), 0), ((1, a), 1), ((a, b, c), 1), ((c, a, b), -1)):
        x = rng.normal(*shape, dtype=torch.float64) * rng.number(0.5, 4) + rng.number(-1, 1)
        name = f"standardize(x, {dim}) of a {len(shape)}-D tensor"
        for (data,), kind in two_kinds(rng, x):
            cases += [((data, dim), standardized(data, dim), f"{name}{kind}")]
    # The squares of these numbers are well inside the range of their dtype, whatever the formula.
    for dtype, scales in (
        (torch.float32, (1e-3, 1e-6, 1e-10, 1e6, 1e10)),
        (torch.float64, (1e-6, 1e-14, 1e14)),
    ):
        for scale in scales:
            x = (rng.normal(b, c, dtype=dtype) + rng.number(-1, 1)) * scale
            size = "small" if scale < 1 else "large"
            cases += [((x, 0), standardized(x, 0), f"standardize(x, 0) of {size} numbers")]
    # Columns that differ in scale do not disturb each other.
    x = rng.normal(a, 3) * torch.tensor([1e-6, 1.0, 1e6])[rng.permutation(3)]
    cases += [((x, 0), standardized(x, 0), "standardize(x, 0) of columns of different size")]
    with expect.global_rng_unchanged(submission, name="standardize"):
        expect.answers(submission, "standardize", cases, **STANDARD)


@points(1, "standardize turns slices of equal numbers into exact zeros, and only these")
def test_standardize_constant_slices(submission, rng):
    # The means of seven or ten of most of these numbers are rounded, in float32 at least.
    constants = (0.1, 0.3, 0.7, 3.3, -1234.567, 0.0)
    mixed, equal = [], []  # (matrix, dim, its columns of equal numbers), and tensors of nothing else
    for n, dtype in ((7, torch.float32), (10, torch.float32), (10, torch.float64)):
        x = rng.normal(n, 2 * len(constants), dtype=dtype)
        flat = rng.permutation(x.shape[1])[: len(constants)]
        x[:, flat] = torch.tensor(constants, dtype=dtype)
        mixed += [(x, 0, flat), (x.T.contiguous(), 1, flat)]
        equal += [(torch.full((n,), number, dtype=dtype), 0) for number in constants[::2]]
    equal += [(rng.normal(4, 1), 1)]  # a slice of one number is a slice of equal numbers
    observed = submission.observe_each("standardize", [(x, dim) for x, dim, _ in mixed])
    for (out, _), (x, dim, flat) in zip(observed, mixed, strict=True):
        expect.shape(out, x.shape, name="standardize(x, dim)")
        right = standardized(x, dim)
        columns, expected = (out, right) if dim == 0 else (out.T, right.T)
        varied = torch.ones(columns.shape[1], dtype=torch.bool)
        varied[flat] = False
        name = "standardize of slices of different numbers, beside slices of equal ones"
        expect.close(columns[:, varied], expected[:, varied], name=name, **STANDARD)
        check_zeros(columns[:, flat])
    for (out, _), (x, _) in zip(submission.observe_each("standardize", equal), equal, strict=True):
        expect.shape(out, x.shape, name="standardize of equal numbers")
        check_zeros(out)


def check_zeros(out):
    expect.tensor(out, name="standardize of equal numbers")
    expect.that(
        bool(out.isfinite().all()),
        "standardize gives NaN or infinity for slices of equal numbers, where the deviation is 0.",
    )
    expect.that(
        bool((out == 0).all()),
        "standardize must give exact zeros for a slice of equal numbers, but it gives other numbers. "
        "The slice's mean is rounded, so its numbers differ from it a little.",
    )


@oracle
def distances(a, b):
    """From each row of a to each row of b, in float64."""
    # From differences: the other mode, for speed, rounds as the formula with products does.
    return torch.cdist(a.double(), b.double(), compute_mode="donot_use_mm_for_euclid_dist")


def check_distances(submission, *cases, count=False):
    """Check distances to 1/1000 of each case's largest, and that no ready-made function gave them.

    A case is (a, b, name for messages). Returns how many torch functions were called; with `count`, operators
    are among them.
    """
    with submission.watch(operators=count) as calls:
        observed = list(submission.observe_each("pairwise_distances", [(a, b) for a, b, _ in cases]))
    for (out, afterwards), (a, b, name) in zip(observed, cases, strict=True):
        wide = distances(a, b)
        largest = float(wide.max()) if wide.numel() else 1.0
        expect.close(out, wide.to(a.dtype), name=name, rtol=1e-5, atol=1e-3 * largest)
        for now, item in zip(afterwards, (a, b), strict=True):
            expect.unmodified(submission, now, item, name="tensor")
    expect.not_called(calls, "cdist", because=NO_CDIST)
    expect.not_used(submission, "torch.*cdist", "scipy.*cdist", because=NO_CDIST)
    return calls.total


@points(0.5, "pairwise_distances measures from each row of a to each row of b", public=True)
def test_distances_by_hand(submission):
    # Among them the right-angled triangle with sides 3, 4 and 5.
    a = torch.tensor([[0.0, 0.0], [3.0, 4.0]])
    b = torch.tensor([[3.0, 0.0], [0.0, 2.0], [6.0, 8.0]])
    check_distances(submission, (a, b, "pairwise_distances(a, b)"))


@points(1, "pairwise_distances works for any points, also for equal ones")
def test_distances_of_any_points(submission, rng):
    cases = []
    for dtype in (torch.float32, torch.float64):
        n, m, d = rng.sizes(3, high=12)
        a, b = 3 * rng.normal(n, d, dtype=dtype), 3 * rng.normal(m, d, dtype=dtype)
        # Of 60 equal pairs, rounding makes some squares negative where they are not sums of squares.
        points = 3 * rng.normal(60, 20, dtype=dtype)
        cases += [
            (a, b, "pairwise_distances(a, b)"),
            (rng.noncontiguous(b), rng.noncontiguous(a), "pairwise_distances of strided tensors"),
            (a[:1], b, "pairwise_distances with one row in a"),
            (a, b[:1], "pairwise_distances with one row in b"),
            (a[:0], b, "pairwise_distances with no row in a"),
            (points, points[rng.permutation(60)], "pairwise_distances of equal points"),
        ]
    with expect.global_rng_unchanged(submission, name="pairwise_distances"):
        check_distances(submission, *cases)


@points(1, "pairwise_distances works on whole tensors, without a loop over the rows")
def test_distances_are_vectorized(submission, rng):
    steps = submission.define("python_steps", PYTHON_STEPS)
    d = rng.integer(2, 5)
    # From the second size to the third, a loop over the rows of a or b takes 360 steps more at least, and one
    # over pairs does so from the first to the second. Work in chunks of 32 rows or more stays below 300.
    allowed = 300
    before = float("inf")
    for n, m in ((4, 5), (24, 35), (204, 235)):
        a, b = rng.normal(n, d), rng.normal(m, d)
        calls = check_distances(submission, (a, b, "pairwise_distances(a, b)"), count=True)
        needed = calls + expect.number(steps(a, b), name="the number of steps")
        expect.that(
            needed - before < allowed,
            "The more rows there are, the more steps of Python or calls of torch functions are needed here. "
            "Compute all distances at once, on whole tensors.",
        )
        before = needed


@points(0.5, "batched_matmul multiplies matrices", public=True)
def test_matmul_by_hand(submission):
    a = torch.tensor([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]])
    b = torch.tensor([[1.0, 0.0], [10.0, 1.0], [100.0, 2.0]])
    expect.close(submission.batched_matmul(a, b), torch.tensor([[321.0, 8.0], [-90.0, -1.0]]), **PRODUCT)


@points(0.5, "batched_matmul broadcasts the leading dimensions")
def test_matmul_broadcasts(submission, rng):
    n, k, m, p, q = rng.sizes(5)
    leading = [
        ((), ()),
        ((p,), (p,)),
        ((p,), ()),
        ((), (q,)),
        ((1,), (p,)),
        ((p, 1), (q,)),
        ((p, q), (1, q)),
        ((1, 1), (1,)),
    ]
    cases = []
    for left, right in leading:
        wide = rng.normal(*left, n, k, dtype=torch.float64), rng.normal(*right, k, m, dtype=torch.float64)
        name = f"batched_matmul with {len(left)} and {len(right)} leading dimensions"
        for (a, b), kind in two_kinds(rng, *wide):
            cases += [((a, b), a @ b, f"{name}{kind}")]
    row, column = rng.normal(1, k), rng.normal(k, 1)
    cases += [((row, column), row @ column, "batched_matmul of a row and a column")]
    expect.answers(submission, "batched_matmul", cases, **PRODUCT)


@oracle
def extremes(x):
    """Row and column of the minimum, and of the maximum."""
    numbers = x.flatten().tolist()
    return [divmod(numbers.index(number), x.shape[1]) for number in (min(numbers), max(numbers))]


def check_positions(submission, *cases):
    """Check the positions in each matrix; a case is (matrix, what it is)."""
    observed = submission.observe_each("extreme_positions", [(x,) for x, _ in cases])
    for (out, (afterwards,)), (x, what) in zip(observed, cases, strict=True):
        right = extremes(x)
        if not isinstance(out, tuple) or len(out) != 2:
            expect.equal(out, tuple(right), name=f"extreme_positions of {what}")
        for place, wanted, which in zip(out, right, ("minimum", "maximum"), strict=True):
            expect.equal(place, wanted, name=f"the position of the {which} in {what}")
        expect.unmodified(submission, afterwards, x)


@points(0.5, "extreme_positions finds row and column of the minimum and of the maximum", public=True)
def test_extremes_by_hand(submission):
    check_positions(
        submission,
        (torch.tensor([[4, 9, 2], [7, 5, -8]]), "[[4, 9, 2], [7, 5, -8]]"),
        (torch.tensor([[0.5], [-2.5], [1.5]]), "[[0.5], [-2.5], [1.5]]"),
    )


@points(0.5, "extreme_positions takes the first place, row by row, of numbers that occur more than once")
def test_extremes_first_of_ties(submission, rng):
    ties = torch.tensor([[3, 7, -1, 8], [-1, 8, 0, 2], [8, -1, 5, 5]])
    rows, columns = rng.sizes(2, low=3)
    cases = [(ties, "a matrix with ties")]
    for dtype in (torch.int64, torch.float32, torch.float64):
        x = rng.integers(-2, 3, rows, columns).to(dtype)
        cases += [
            (x, "a matrix with ties"),
            (rng.noncontiguous(x), "a matrix that is not contiguous"),
            (x.T, "a transposed matrix"),
            (torch.full_like(x, rng.integer(-3, 4)), "a matrix of equal numbers"),
        ]
    cases += [
        (rng.normal(columns, rows) - 10, "a matrix of negative numbers"),
        (rng.normal(1, columns), "a matrix with one row"),
        (rng.normal(1, 1), "a matrix with one entry"),
    ]
    check_positions(submission, *cases)


@oracle
def picked(table, rows):
    return table[rows]


@points(0.5, "select_rows keeps the rows at which the mask is True", public=True)
def test_select_rows(submission, rng):
    x = torch.tensor([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]])
    mask = torch.tensor([True, False, False, True, True])
    cases = [((x, mask), torch.tensor([[1, 2], [7, 8], [9, 10]]), "select_rows(x, mask)")]
    for rows in ([1, 3], [0, 1, 2, 3, 4], []):
        mask = torch.zeros(5, dtype=torch.bool)
        mask[rows] = True
        for table in (x, x + 0.5, rng.noncontiguous(x.double())):
            name = f"select_rows(x, mask) with {len(rows)} of 5 rows"
            cases += [((table, rng.noncontiguous(mask)), picked(table, rows), name)]
    cases += [((x[:0], mask[:0]), x[:0], "select_rows(x, mask) of no rows")]
    expect.answers(submission, "select_rows", cases)


@points(0.5, "scores_of_labels picks the score of each row's label", public=True)
def test_scores_of_labels(submission, rng):
    scores = torch.tensor([[0.1, 0.2, 0.7], [5.0, -1.0, 2.0], [0.0, 3.0, 4.0], [8.0, 6.0, 7.0]])
    labels = torch.tensor([2, 1, 1, 2])
    right = torch.tensor([0.7, -1.0, 3.0, 7.0])
    cases = [((scores, labels), right, "scores_of_labels(scores, labels)")]
    # Several samples, a single one, none.
    for n in (4, 1, 0):
        wide, some, expected = scores[:n].double(), labels[:n], right[:n].double()
        name = f"scores_of_labels(scores, labels) of {n} rows"
        cases += [((wide, some), expected, name)]
        cases += [((rng.noncontiguous(wide), rng.noncontiguous(some)), expected, f"{name}, not contiguous")]
    expect.answers(submission, "scores_of_labels", cases, atol=1e-6)


@oracle
def ones_at(labels, num_classes):
    """A row of zeros for each label, with a one at its place."""
    rows = torch.zeros(len(labels), num_classes)
    rows[torch.arange(len(labels)), labels] = 1
    return rows


def check_one_hot(submission, *calls):
    """Check one_hot; a call is (labels, num_classes, name for messages)."""
    cases = []
    for labels, num_classes, name in calls:
        cases += [((labels, num_classes), ones_at(labels, num_classes), name)]
    with submission.watch(operators=False) as called:
        expect.answers(submission, "one_hot", cases)
    expect.not_called(called, "nn.functional.one_hot", because=NO_ONE_HOT)
    expect.not_used(submission, "torch.*one_hot", because=NO_ONE_HOT)


@points(0.5, "one_hot puts a single one at the place of each label", public=True)
def test_one_hot_by_hand(submission):
    check_one_hot(
        submission,
        (torch.tensor([2, 0, 1, 2]), 5, "one_hot([2, 0, 1, 2], 5)"),
        (torch.tensor([0]), 1, "one_hot([0], 1)"),
        (torch.tensor([], dtype=torch.int64), 3, "one_hot([], 3)"),
    )


@points(1, "one_hot refuses labels that are no classes with a ValueError")
def test_one_hot_refuses(submission, rng):
    n, k = rng.sizes(2, low=4)
    labels = rng.integers(0, k, n)
    check_one_hot(
        submission,
        (labels, k, "one_hot(labels, num_classes)"),
        (rng.noncontiguous(labels), k, "one_hot of strided labels"),
    )
    for wrong, what in (
        (-1, "a negative label"),
        (k, "num_classes itself as a label"),
        (-k, "a negative label"),
        (k + 100, "a large label"),
    ):
        spoiled = labels.clone()
        spoiled[rng.integer(1, n - 1)] = wrong
        expect.raises(ValueError, submission.one_hot, spoiled, k, name=f"one_hot with {what}")
    expect.raises(
        ValueError, submission.one_hot, torch.tensor([-1]), k, name="one_hot with a negative label alone"
    )
