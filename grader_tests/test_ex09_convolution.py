"""Suite of exercise 9: convolution and max pooling by hand."""

import torch
import torch.nn.functional as F

from autograder.testing import expect, gradients, points

# Sums of up to 24 products of size 1: float32 rounds them by about 1e-6, also on a way through Fourier
# transforms. A mistake shows in the first digits.
SUMS = {"rtol": 1e-4, "atol": 1e-4}
# Pooling only picks numbers, of size 20 at most; this leaves room for float32 inside.
PICKED = {"rtol": 0.0, "atol": 1e-5}

NO_CONVOLUTION = "the convolution is what you build here: cut out patches, multiply, and add up"
NO_POOLING = "max pooling is what you build here: cut out windows, and take the largest number of each"
CONVOLUTIONS = (
    *(f"conv{transposed}{n}d" for transposed in ("", "_transpose") for n in (1, 2, 3)),
    *("convolution", "conv_tbc"),
)
POOLINGS = tuple(f"max_pool{n}d{more}" for n in (1, 2, 3) for more in ("", "_with_indices"))
# What the functions above come down to, for those who find another way there.
CONVOLUTION_OPERATORS = ("aten::convolution", "aten::_convolution", "aten::mkldnn_convolution")
POOLING_OPERATORS = tuple(f"aten::{name}" for name in POOLINGS)
CONVOLUTION_NAMES = (
    *("torch.conv*", "torch.nn.functional.conv*", "torch.nn.Conv*", "torch.nn.LazyConv*"),
    *("torch.nn.modules.conv", "torch.ops.aten.conv*", "torch.ops.aten._conv*"),
)
POOLING_NAMES = (
    *("torch.max_pool*", "torch.nn.functional.max_pool*", "torch.nn.MaxPool*"),
    *("torch.nn.modules.pooling.MaxPool*", "torch.ops.aten.max_pool*"),
)

# Without another device at hand: is the result a tensor that was made without asking for the input's device?
# Tensors that are moved afterwards are forgotten; a move to the CPU on the CPU gives the same tensor back.
DEVICE_NAMED = """
def memory(tensor):
    return tensor.untyped_storage().data_ptr()

class Making(torch.overrides.TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.made = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "")
        if name in ("zeros", "ones", "empty", "full", "tensor") and "device" not in (kwargs or {}):
            self.made.append(out)
        if name in ("to", "type_as"):
            self.made = [tensor for tensor in self.made if memory(tensor) != memory(args[0])]
        return out

def device_named(function, *arguments):
    with Making() as making:
        result = function(*arguments)
    return all(memory(tensor) != memory(result) for tensor in making.made)
"""

STEP = "On an image with {} edge, from pixels of 0 to pixels of 1, the kernel"


def check_device(submission, function, arguments):
    check = submission.define("device_named", DEVICE_NAMED)
    named = check(submission.expression(f"learner.{function}"), *arguments)
    expect.that(
        named is True,
        f"{function} makes its result without a device, so it is on the CPU, also where its input is not. "
        "Ask for the device of the input: torch.zeros(..., device=x.device), or x.new_zeros(...).",
    )


def no_ready_made(submission, calls, kind):
    """Check that neither the source nor the calls have PyTorch's own functions."""
    source, names, operators, because = {
        "convolution": (CONVOLUTION_NAMES, CONVOLUTIONS, CONVOLUTION_OPERATORS, NO_CONVOLUTION),
        "pooling": (POOLING_NAMES, POOLINGS, POOLING_OPERATORS, NO_POOLING),
    }[kind]
    expect.not_used(submission, *source, because=because)
    expect.not_called(calls, *names, because=because)
    expect.not_called(calls, *operators, because=because)


@points(0.5, "output_size counts the places of a kernel", public=True)
def test_output_size_by_hand(submission):
    for arguments, right in (
        ((28, 5), 24),
        ((24, 2, 2), 12),
        ((5, 3, 1, 1), 5),
        ((7, 2, 2), 3),
        ((6, 3, 2, 2), 4),
        ((3, 3), 1),
    ):
        expect.equal(submission.output_size(*arguments), right, name=f"output_size{arguments}")


@points(1, "output_size is right for any kernel, stride and padding")
def test_output_size_any(submission, rng):
    # What is left over at the end: nothing, one position, as much as can be.
    cases = [(15, 5, 5, 0), (16, 5, 5, 0), (19, 5, 5, 0)]
    for _ in range(40):
        kernel_size, stride, padding = rng.integer(1, 12), rng.integer(1, 7), rng.integer(0, 6)
        size = max(rng.integer(1, 60), kernel_size - 2 * padding)
        cases.append((size, kernel_size, stride, padding))
    every = submission.expression("lambda cases: [learner.output_size(*case) for case in cases]")
    for out, (size, kernel_size, stride, padding) in zip(every(cases), cases, strict=True):
        right = len(range(0, size + 2 * padding - kernel_size + 1, stride))
        expect.equal(out, right, name="output_size(size, kernel_size, stride, padding)")
    # The defaults of stride and padding, each on its own.
    expect.equal(submission.output_size(9, 4), 6, name="output_size(9, 4)")
    expect.equal(submission.output_size(9, 4, padding=2), 10, name="output_size(9, 4, padding=2)")
    expect.equal(submission.output_size(9, 4, stride=3), 2, name="output_size(9, 4, stride=3)")


@points(1.5, "conv2d multiplies patches with kernels and adds up", public=True)
def test_conv_by_hand(submission):
    image = torch.tensor([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0], [0.0, 4.0, 1.0]])
    weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    one = image[None, None], weight[None, None]
    padded = [[4.0, 3.0, 8.0, 6.0], [14.0, 14.0, 7.0, 2.0], [6.0, 21.0, 17.0, 3.0], [0.0, 8.0, 6.0, 1.0]]
    # Two channels, the second ten times the first. Of the two kernels, the first takes the top left pixel of
    # one channel and the bottom right pixel of the other; the second is 0, so that only its bias is left.
    images = torch.stack([image, 10 * image])[None]
    kernels = torch.zeros(2, 2, 2, 2)
    kernels[0, 0, 0, 0] = kernels[0, 1, 1, 1] = 1
    two = [[[111.0, 100.0], [143.0, 111.0]], [[0.5, 0.5], [0.5, 0.5]]]
    of_one = "conv2d of [[1, 0, 2], [3, 1, 0], [0, 4, 1]] with the kernel [[1, 2], [3, 4]]"
    of_two = "conv2d of x = [[1, 0, 2], [3, 1, 0], [0, 4, 1]] and 10 * x as two channels, with two kernels"
    cases = [
        (one, [[[14.0, 7.0], [21.0, 17.0]]], of_one),
        ((images, kernels, torch.tensor([100.0, 0.5])), two, f"{of_two} and a bias"),
        ((*one, None, 2), [[[14.0]]], f"{of_one} and stride 2"),
        ((*one, None, 1, 1), [padded], f"{of_one} and padding 1"),
        ((*one, None, 2, 1), [[[4.0, 8.0], [6.0, 17.0]]], f"{of_one}, stride 2 and padding 1"),
    ]
    cases = [(arguments, torch.tensor([right]), name) for arguments, right, name in cases]
    with submission.watch() as calls:
        expect.answers(submission, "conv2d", cases, **SUMS)
    no_ready_made(submission, calls, "convolution")


@points(2, "conv2d works for any sizes, strides and paddings, and leaves its inputs alone")
def test_conv_any_shape(submission, rng):
    x, weight = rng.normal(1, 2, 5, 4), rng.normal(3, 2, 2, 3)
    with submission.watch() as calls:
        out = submission.conv2d(x, weight, padding=1)
    expect.close(out, F.conv2d(x, weight, padding=1), name="conv2d(x, weight, padding=1)", **SUMS)
    no_ready_made(submission, calls, "convolution")
    cases = []
    for stride, padding, what in (
        (1, 0, ""),
        (2, 0, " with stride 2"),
        (1, 1, " with padding 1"),
        (2, 1, " with stride 2 and padding 1"),
        (3, 2, " with stride 3 and padding 2"),
        (2, 4, " with stride 2 and a padding larger than the kernel"),
    ):
        n, c, o = rng.sizes(3, high=5)
        rows, columns = rng.sizes(2, low=1, high=4)  # of the kernels
        h, w = (size + 2 * (stride - 1) for size in rng.sizes(2, low=4, high=7))
        x, weight, bias = rng.normal(n, c, h, w), rng.normal(o, c, rows, columns), 3 * rng.normal(o)
        for arguments, more in (
            ((x, weight, bias), ""),
            ((x[:1].double(), weight.double(), None), " without bias, for a float64 batch of one"),
            (
                [rng.noncontiguous(tensor.double()) for tensor in (x, weight, bias)],
                " of float64 tensors that are not contiguous",
            ),
        ):
            right = F.conv2d(*arguments, stride=stride, padding=padding)
            cases += [((*arguments, stride, padding), right, f"conv2d{what}{more}")]
    # One channel, one kernel; kernels of one pixel and of the size of the image; all defaults.
    x = rng.normal(n, 1, h, w)
    for shape, what in (((o, 1, 1, 1), "kernels of one pixel"), ((1, 1, h, w), "a kernel as large as x")):
        weight = rng.normal(*shape)
        cases += [((x, weight), F.conv2d(x, weight), f"conv2d of one channel with {what}")]
    with expect.global_rng_unchanged(submission, name="conv2d"):
        expect.answers(submission, "conv2d", cases, **SUMS)
    check_device(submission, "conv2d", (x, weight, None, 1, 1))


@points(1, "gradients flow through conv2d to the images, the weights and the bias")
def test_conv_gradients(submission, rng):
    shapes = (2, 3, 5, 6), (2, 3, 3, 2), (2,)
    x, weight, bias = (rng.normal(*shape, dtype=torch.float64) for shape in shapes)
    arguments = x, weight, bias, 2, 1
    with submission.watch() as calls:
        out = submission.conv2d(*arguments)
    name = "conv2d(x, weight, bias, stride, padding)"
    expect.close(out, F.conv2d(*arguments), name=name, **SUMS)
    no_ready_made(submission, calls, "convolution")
    gradients.check(submission, "conv2d", arguments, wrt=(0, 1, 2), rng=rng, reference=F.conv2d, name=name)


@points(1, "max_pool2d keeps the largest number of each window", public=True)
def test_pool_by_hand(submission):
    image = torch.tensor([[-3, -9, -4, -7, -1], [-5, -8, -6, -2, -9], [-7, -3, -8, -8, -8]]).float()
    x = torch.stack([image, 10 - image])[None]
    overlapping = [
        [[-3.0, -4.0, -2.0, -1.0], [-3.0, -3.0, -2.0, -2.0]],
        [[19.0, 19.0, 17.0, 19.0], [18.0, 18.0, 18.0, 19.0]],
    ]
    channels = "x = [[-3, -9, -4, -7, -1], [-5, -8, -6, -2, -9], [-7, -3, -8, -8, -8]] and 10 - x as channels"
    cases = [
        ((2,), [[[-3.0, -2.0]], [[19.0, 17.0]]], "kernel_size=2"),
        ((3,), [[[-3.0]], [[19.0]]], "kernel_size=3"),
        ((2, 3), [[[-3.0, -1.0]], [[19.0, 19.0]]], "kernel_size=2 and stride=3"),
        ((2, 1), overlapping, "kernel_size=2 and stride=1"),
    ]
    cases = [
        ((x, *arguments), torch.tensor([right]), f"max_pool2d of {channels}, with {what}")
        for arguments, right, what in cases
    ]
    with submission.watch() as calls:
        expect.answers(submission, "max_pool2d", cases, **PICKED)
    no_ready_made(submission, calls, "pooling")


@points(1.5, "max_pool2d works for any sizes, strides and numbers, and leaves its input alone")
def test_pool_any_shape(submission, rng):
    x = rng.normal(2, 3, 7, 6)
    with submission.watch() as calls:
        out = submission.max_pool2d(x, kernel_size=3, stride=1)
    expect.close(out, F.max_pool2d(x, 3, 1), name="max_pool2d(x, kernel_size=3, stride=1)", **PICKED)
    no_ready_made(submission, calls, "pooling")
    cases = []
    for kernel_size, stride, what in (
        (2, None, "without stride"),
        (3, None, "without stride"),
        (1, 2, "with a stride larger than the window"),
        (2, 3, "with a stride larger than the window"),
        (3, 1, "with overlapping windows"),
        (3, 2, "with overlapping windows"),
    ):
        n, c = rng.sizes(2, high=5)
        h, w = rng.sizes(2, low=5, high=10)
        for x, more in (
            (rng.normal(n, c, h, w), ""),
            (rng.normal(1, c, h, w) - 7, " of negative numbers, for a batch of one"),
            (
                rng.noncontiguous(rng.normal(n, 1, w, h, dtype=torch.float64)),
                " of a float64 tensor that is not contiguous",
            ),
        ):
            right = F.max_pool2d(x, kernel_size, stride)
            arguments = (x, kernel_size) if stride is None else (x, kernel_size, stride)
            cases += [(arguments, right, f"max_pool2d {what}{more}")]
    x = rng.normal(n, c, 4, 4)
    cases += [((x, 4), x.amax(dim=(2, 3), keepdim=True), "max_pool2d with one window")]
    with expect.global_rng_unchanged(submission, name="max_pool2d"):
        expect.answers(submission, "max_pool2d", cases, **PICKED)
    check_device(submission, "max_pool2d", (x, 2))


@points(0.5, "gradients flow through max_pool2d to the numbers that were kept")
def test_pool_gradients(submission, rng):
    # Neighbours in size are 0.1 apart, so that no small change makes another number the largest.
    x = (rng.permutation(2 * 3 * 5 * 6).to(torch.float64) / 10).reshape(2, 3, 5, 6)
    name = "max_pool2d(x, kernel_size, stride)"
    with submission.watch() as calls:
        out = submission.max_pool2d(x, 3, 2)
    expect.close(out, F.max_pool2d(x, 3, 2), name=name, **PICKED)
    no_ready_made(submission, calls, "pooling")
    gradients.check(submission, "max_pool2d", (x, 3, 2), rng=rng, reference=F.max_pool2d, name=name)


@points(1, "edge_kernel answers to vertical edges, and to nothing else", public=True)
def test_edge_kernel(submission):
    kernel = submission.edge_kernel()
    expect.shape(kernel, (1, 1, 3, 3), name="edge_kernel()")
    expect.dtype(kernel, torch.float32, name="edge_kernel()")
    kernel = kernel.detach().to(torch.float64)
    expect.that(bool(kernel.isfinite().all()), "The kernel contains NaN or infinite weights.")
    flat = torch.ones(6, 7, dtype=torch.float64)
    vertical = (torch.arange(7) >= 3).to(torch.float64).expand(6, 7)
    horizontal = (torch.arange(6) >= 3).to(torch.float64)[:, None].expand(6, 7)
    # Weights such as 1/3 are rounded, by 1e-7 at most in float32.
    nothing = 1e-5 * max(1.0, float(kernel.abs().max()))
    for image, what in ((flat, "flat image of ones"), (horizontal, "")):
        largest = float(F.conv2d(image[None, None], kernel).abs().max())
        where = f"On a {what} the kernel" if what else STEP.format("a horizontal")
        expect.that(
            largest <= nothing, f"{where} must answer 0 everywhere, but it answers up to {largest:.4g}."
        )
    for image, where in (
        (vertical, STEP.format("a vertical")),
        (1 - vertical, STEP.replace("0 to pixels of 1", "1 to pixels of 0").format("a vertical")),
    ):
        largest = float(F.conv2d(image[None, None], kernel).abs().max())
        expect.that(
            largest >= 0.1,
            f"{where} must answer at least 0.1 somewhere, up to its sign. It answers {largest:.4g} at most.",
        )
