"""Suite of exercise 2: changing the shape of tensors.

Nothing is computed but in `inner_matmul`, so all other answers are compared exactly. The numbers of a tensor
are all different: none can stand in another one's place unnoticed.
"""

import torch
from torch import Tensor

from autograder.testing import expect, oracle, points

DTYPES = (torch.float32, torch.int16, torch.float64, torch.int64)

# Calls a function of the learner's: its answer, what the input holds then, and what it holds after 0, and
# after 1, was written to the answer. In one go, since a test looks at many tensors.
LOOK = """
def look(name, x):
    out = getattr(learner, name)(x)
    value, after, seen = out, x.clone(), []
    if isinstance(out, torch.Tensor):
        value = out.clone()
        for number in (0, 1) if out.numel() == x.numel() else ():
            out.fill_(number)
            seen.append(x.clone())
    return value, after, seen
"""

# Asks about pairs of tensors that are made from x, each pair from another copy, which is returned too.
ASK = """
def ask(x, pairs):
    found = []
    for pair in pairs:
        copy = x.clone()
        a, b = (eval(source, {"x": copy, "torch": torch}) for source in pair)
        found.append((learner.shares_memory(a, b), copy))
    return found
"""


def numbers(rng, *shape, dtype=torch.float32):
    """Different numbers in random order."""
    return rng.permutation(torch.Size(shape).numel()).reshape(shape).to(dtype)


def check_kept(submission, now, before):
    """A tensor that was handed over is as it was."""
    if isinstance(now, Tensor) and isinstance(before, Tensor):
        expect.that(
            now.shape == before.shape,
            "Your code changes the shape of its input. A method whose name ends with `_`, such as "
            "`unsqueeze_`, changes the tensor itself; the one without the `_` returns another tensor.",
        )
    expect.unmodified(submission, now, before, name="tensor")


def check_answers(submission, function, cases, check=expect.equal):
    """As `expect.answers`, but with a message of its own where the shape of a tensor was changed in place."""
    observed = submission.observe_each(function, [arguments for arguments, _, _ in cases])
    for (out, afterwards), (arguments, expected, name) in zip(observed, cases, strict=True):
        check(out, expected, name=name)
        for now, item in zip(afterwards, arguments, strict=True):
            check_kept(submission, now, item)


def check_views(submission, function, cases):
    """For each (x, answer, name): the answer is right, and is a view of x, which is unchanged."""
    look = submission.define("look", LOOK)
    for x, expected, name in cases:
        value, after, seen = look(function, x)
        expect.equal(value, expected, name=name)
        check_kept(submission, after, x)
        expect.that(
            len(seen) == 2 and not torch.equal(*seen),
            f"{name} should be a view of its input, but writing to one of the two does not change the other: "
            "the numbers were copied.",
        )


def flattened(x):
    return torch.stack([torch.cat([row for channel in image for row in channel]) for image in x])


@points(0.5, "flatten_images writes each image into one row, channel by channel and row by row", public=True)
def test_flatten_by_hand(submission):
    cases = []
    for n in (1, 2):
        x = torch.arange(12 * n).reshape(n, 2, 2, 3)
        right = torch.stack([torch.arange(12) + 12 * i for i in range(n)])
        cases += [((x,), right, f"flatten_images(x) for x = torch.arange({12 * n}).reshape({n}, 2, 2, 3)")]
    check_answers(submission, "flatten_images", cases)


@points(1, "flatten_images works for any images, and gives a view where they are contiguous")
def test_flatten_any_images(submission, rng):
    a, b, c, d = rng.sizes(4)
    copies, views = [], []
    for shape, dtype in zip(((a, b, c, d), (1, d, a, b), (c, 1, b, d), (d, c, 1, 1)), DTYPES, strict=True):
        x = numbers(rng, *shape, dtype=dtype)
        right = flattened(x)
        views += [(x, right, "flatten_images(x) for contiguous images")]
        name = "flatten_images(x) for images that are not contiguous"
        copies += [((rng.noncontiguous(x),), right, name)]
    check_answers(submission, "flatten_images", copies)
    check_views(submission, "flatten_images", views)


@points(1, "to_channels_last moves the channels to the end, and gives a view", public=True)
def test_channels_last(submission, rng):
    x = torch.tensor([[[[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]])
    right = torch.tensor([[[[1, 10], [2, 20], [3, 30]], [[4, 40], [5, 50], [6, 60]]]])
    name = f"to_channels_last(torch.tensor({x.tolist()}))"
    check_answers(submission, "to_channels_last", [((x,), right, name)])
    a, b, c, d = rng.sizes(4)
    cases = []
    for shape, dtype in zip(((a, b, c, d), (1, d, a, b), (c, 1, b, d), (b, c, d, a)), DTYPES, strict=True):
        x = numbers(rng, *shape, dtype=dtype)
        right = torch.stack(list(x.unbind(1)), dim=-1)
        cases.append((x, right, "to_channels_last(x)"))
        cases.append((rng.noncontiguous(x), right, "to_channels_last(x) for images that are not contiguous"))
    check_views(submission, "to_channels_last", cases)


@points(0.5, "add_batch_dim puts a dimension of size 1 before the others, and gives a view", public=True)
def test_add_batch_dim(submission, rng):
    image = numbers(rng, 3, 2, 2)
    check_answers(submission, "add_batch_dim", [((image,), torch.stack([image]), "add_batch_dim(image)")])
    a, b, c = rng.sizes(3)
    cases = []
    for shape, dtype in zip(((3, 4, 5), (a, b, c), (1, b, a), (c, 1, 1)), DTYPES, strict=True):
        image = numbers(rng, *shape, dtype=dtype)
        right = torch.stack([image])
        cases.append((image, right, "add_batch_dim(image)"))
        name = "add_batch_dim(image) for an image that is not contiguous"
        cases.append((rng.noncontiguous(image), right, name))
    check_views(submission, "add_batch_dim", cases)


def check_refused(submission, shape, dim, name):
    expect.raises(ValueError, submission.drop_dim, torch.zeros(shape), dim, name=name)


@points(0.5, "drop_dim removes the dimension named, and refuses it if its size is not 1", public=True)
def test_drop_dim_by_hand(submission):
    cases = []
    for shape, dim, left in (
        ((2, 1, 3), 1, (2, 3)),
        ((1, 4, 1), 2, (1, 4)),
        ((1, 4, 1), 0, (4, 1)),
        ((1, 4, 1), -1, (1, 4)),
        ((1, 1), 1, (1,)),
    ):
        x = torch.arange(torch.Size(shape).numel()).reshape(shape)
        cases += [((x, dim), x.reshape(left), f"drop_dim(x, {dim}) for x of shape {shape}")]
    check_answers(submission, "drop_dim", cases)
    check_refused(submission, (2, 3), 0, "drop_dim(x, 0) for x of shape (2, 3)")


@points(1, "drop_dim works for any shape and dimension, and refuses other sizes than 1 with a ValueError")
def test_drop_dim_any_dim(submission, rng):
    a, b, c, d = rng.sizes(4)
    cases = []
    for sizes in ((), (a, b), (b, 1, d), (c, a, d, b), (0, a)):
        for place in range(len(sizes) + 1):
            shape = (*sizes[:place], 1, *sizes[place:])
            x = rng.noncontiguous(numbers(rng, *shape, dtype=DTYPES[place % 4]))
            for dim, side in ((place, "the front"), (place - len(shape), "the end")):
                cases += [((x, dim), x.reshape(sizes), f"drop_dim(x, dim) with dim counted from {side}")]
    check_answers(submission, "drop_dim", cases)
    for shape, dim, what in (
        ((a, 1, b), 0, "of a larger size"),
        ((a, 1, b), -1, "of a larger size, counted from the end"),
        ((1, c), 1, "of a larger size, beside one of size 1"),
        ((a, 0, 1), 1, "of size 0"),
        ((0,), -1, "of size 0"),
    ):
        check_refused(submission, shape, dim, f"drop_dim(x, dim) for a dimension {what}")


@points(0.5, "stack_images makes a batch of images, in their order", public=True)
def test_stack_by_hand(submission):
    a, b = torch.tensor([[[1, 2, 3], [4, 5, 6]]]), torch.tensor([[[7, 8, 9], [10, 11, 12]]])
    right = torch.tensor([[[[1, 2, 3], [4, 5, 6]]], [[[7, 8, 9], [10, 11, 12]]]])
    cases = [
        (([a, b],), right, "stack_images([a, b]) for images of shape (1, 2, 3)"),
        (([b],), right[1:], "stack_images([b]) for one image of shape (1, 2, 3)"),
    ]
    check_answers(submission, "stack_images", cases)


@points(1.5, "stack_images takes any images of one shape, and refuses none and unequal ones")
def test_stack_any_images(submission, rng):
    n, c, h, w = rng.sizes(4)
    cases = []
    for count, channels, kind, dtype in zip(
        (n, 1, n, 1), (c, c, 1, 1), (list, tuple) * 2, DTYPES, strict=True
    ):
        batch = numbers(rng, count, channels, h, w, dtype=dtype)
        images = kind(rng.noncontiguous(image) for image in batch.unbind(0))
        cases += [((images,), batch, f"stack_images(images) for a {kind.__name__}")]
    check_answers(submission, "stack_images", cases)
    image = numbers(rng, c, h, w)
    for other, what in (
        (image[:1], "of one channel beside one of several"),
        (image[:, :1, :], "of one row beside one of several"),
        (image[..., :-1], "that are not equally wide"),
        (image.mT, "that lie on their side"),
        (image.flatten()[: h * w].reshape(1, h, w).repeat(2 * c, 1, 1), "with more channels"),
    ):
        for images in ([image, other], [other, image]):
            name = f"stack_images(images) with images {what}"
            expect.raises("Exception", submission.stack_images, images, name=name, message=False)
    for nothing in ([], ()):
        name = "stack_images(images) without any image"
        expect.raises("Exception", submission.stack_images, nothing, name=name, message=False)


@points(0.5, "side_by_side joins two images, the first one on the left", public=True)
def test_side_by_side(submission, rng):
    a, b = torch.tensor([[[1, 2], [3, 4]]]), torch.tensor([[[5, 6, 7], [8, 9, 10]]])
    right = torch.tensor([[[1, 2, 5, 6, 7], [3, 4, 8, 9, 10]]])
    cases = [((a, b), right, "side_by_side(a, b) of widths 2 and 3")]
    c, h, w1, w2 = rng.sizes(4)
    shapes = ((c, h, w1, w2), (1, c, w2, w1), (h, c, w1, w1), (w1, 1, 1, w2), (h, h, h, h))
    for (channels, rows, left, right), dtype in zip(shapes, (*DTYPES, torch.uint8), strict=True):
        both = numbers(rng, channels, rows, left + right).to(dtype)
        a, b = (rng.noncontiguous(part) for part in both.split([left, right], dim=2))
        cases += [((a, b), both, f"side_by_side(a, b) of widths {left} and {right}")]
    check_answers(submission, "side_by_side", cases)


def check_sharing(submission, x, cases):
    """`cases` are (source of a, source of b, whether they share, what they are)."""
    found = submission.define("ask", ASK)(x, [(first, second) for first, second, _, _ in cases])
    for (answer, afterwards), (first, second, right, what) in zip(found, cases, strict=True):
        if not isinstance(answer, bool):
            expect.equal(answer, right, name="shares_memory(a, b)")
        kind = "have an element in common" if right else "have no element in common"
        expect.that(
            answer == right,
            f"shares_memory(a, b) is {answer} for {what}, which {kind}.",
            f"shares_memory({first}, {second}) is {answer}, but these two {kind}.",
        )
        expect.unmodified(submission, afterwards, x, name="tensor")


@points(0.5, "shares_memory tells views from copies, and one half of a tensor from the other", public=True)
def test_sharing_by_hand(submission):
    x = torch.arange(24.0).reshape(4, 6)
    expect.equal(submission.shares_memory(x, x + 1), False, name="shares_memory(x, x + 1)")
    cases = [
        ("x", "x", True),
        ("x", "x.clone()", False),
        ("x", "x[1:]", True),
        ("x.T", "x", True),
        ("x[:2]", "x[2:]", False),
        ("x", "torch.zeros(4, 6)", False),
    ]
    check_sharing(submission, x, [(*case, "two tensors") for case in cases])


SHARED = {
    "a table and its last row": ("x", "x[-1]"),
    "a row and a column": ("x[2]", "x[:, 3]"),
    "the first row and the first column": ("x[0]", "x[:, 0]"),
    "the last row and the last column": ("x[-1]", "x[:, -1]"),
    "two blocks that meet in one element": ("x[:3, :3]", "x[2:, 2:]"),
    "every second and every third column": ("x[:, 1::2]", "x[:, ::3]"),
    "a part of the transpose and a column": ("x.T[3:]", "x[:, 4]"),
    "another shape and a row": ("x.reshape(3, 8)", "x[1]"),
    "a single element and its row": ("x[2, 5]", "x[2]"),
    "a tensor with more dimensions and a column": ("x[None, :, None]", "x[:, 2]"),
    "a detached tensor and its row": ("x.detach()", "x[1]"),
    "the diagonal and a row": ("x.diagonal()", "x[3]"),
}
APART = {
    "the left and the right half of a table": ("x[:, :3]", "x[:, 3:]"),
    "rows with even and with odd numbers": ("x[::2]", "x[1::2]"),
    "columns with even and with odd numbers": ("x[:, ::2]", "x[:, 1::2]"),
    "two neighbors in one row": ("x[0, 2]", "x[0, 3]"),
    "the end of a row and the beginning of the next": ("x[1, 3:]", "x[2, :3]"),
    "the diagonal and what is right of it in the first row": ("x.diagonal()", "x[0, 1:]"),
    "parts of the transpose and of the table": ("x.T[:2]", "x[:, 2:]"),
    "blocks that meet in no element": ("x[:2, 3:]", "x[2:, :3]"),
    "a table and the contiguous copy of its transpose": ("x", "x.T.contiguous()"),
    "a table and its transpose as one row, which is a copy": ("x", "x.T.reshape(-1)"),
    "a table and a sum": ("x", "x + 0"),
    "a table and none of its rows": ("x", "x[2:2]"),
    "twice none of the rows": ("x[4:]", "x[4:]"),
    "two tensors without elements": ("torch.zeros(0, dtype=x.dtype)", "torch.ones(0, 3, dtype=x.dtype)"),
}


@points(2, "shares_memory looks for a common element, however the two tensors are laid out")
def test_sharing_any_views(submission, rng):
    cases = []
    for pairs, right in ((SHARED, True), (APART, False)):
        for what, (first, second) in pairs.items():
            cases += [(first, second, right, what), (second, first, right, what)]
    for dtype in (torch.float32, torch.uint8):
        check_sharing(submission, numbers(rng, 4, 6, dtype=dtype), cases)


@oracle
def products(a, b):
    """Each row of a, multiplied with each row of b and summed up."""
    return (a[:, None] * b).sum(dim=2)


@points(0.5, "inner_matmul multiplies each row of a with each row of b", public=True)
def test_inner_matmul(submission, rng):
    a = torch.tensor([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]])
    b = torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [2.0, 3.0, 5.0], [10.0, 0.0, 1.0]])
    right = torch.tensor([[1.0, 6.0, 23.0, 13.0], [0.0, 0.0, 2.0, 1.0]])
    cases = [((a, b), right, "inner_matmul(a, b)")]
    n, m, k = rng.sizes(3)
    for rows, others, columns in ((n, m, k), (1, n, m), (k, 1, n), (m, k, 1), (n, n, n)):
        a, b = (
            rng.normal(rows, columns, dtype=torch.float64),
            rng.normal(others, columns, dtype=torch.float64),
        )
        right = products(a, b)
        name = f"inner_matmul(a, b) of shapes {tuple(a.shape)} and {tuple(b.shape)}"
        cases += [((a, b), right, name), ((rng.noncontiguous(a), rng.noncontiguous(b)), right, name)]
    check_answers(submission, "inner_matmul", cases, expect.close)
