"""Suite of exercise 15: counting what is right, predictions, confusion matrices, grids of images, plots.

Nearly all answers are counts or copies and are compared exactly. A figure is judged by what it shows, not by
how it was made: the texts in its cells, where they stand, and the labels of its ticks and axes.
"""

import inspect
import itertools
import re

import torch
from torch import nn

from autograder.testing import expect, lab, points

INPUTS, HIDDEN, CLASSES = 5, 7, 4

NO_MAKE_GRID = "laying the images out is what you do here"

# Counts what Python itself does during a call: lines of Python that run, and calls of functions written in C.
PYTHON_STEPS = """
import sys

def python_steps(function, *arguments):
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
        function(*arguments)
    finally:
        sys.setprofile(None)
        sys.settrace(None)
    return steps
"""

# Calls a function, and notes whether torchvision's own make_grid runs in it, under whatever name.
WITH_WITNESS = """
import sys

def with_witness(function, *arguments):
    found = []

    def note(frame, event, argument):
        module = frame.f_globals.get("__name__", "")
        if event == "call" and frame.f_code.co_name == "make_grid" and module.startswith("torchvision"):
            found.append(module)

    sys.setprofile(note)
    try:
        grid = function(*arguments)
    finally:
        sys.setprofile(None)
    return grid, arguments[0], bool(found)
"""

# What one can read in each part of a figure: texts and tick labels with their places in pixels, axis labels.
LOOK = """
def look(figure):
    figure.draw_without_rendering()  # now all ticks and texts have their places
    return [read(figure, axes) for axes in figure.axes if axes.get_visible()]

def read(figure, axes):
    left, bottom = axes.get_xlim()[0], axes.get_ylim()[0]
    pixels = axes.transData.transform
    return {
        "texts": [place(text) for text in axes.texts if text.get_visible()],
        "x ticks": [[float(pixels((at, bottom))[0]), text] for at, text in ticks(axes.xaxis)],
        "y ticks": [[float(pixels((left, at))[1]), text] for at, text in ticks(axes.yaxis)],
        "x label": label(axes, axes.xaxis) or figure.get_supxlabel(),
        "y label": label(axes, axes.yaxis) or figure.get_supylabel(),
        "box": [float(edge) for edge in axes.bbox.extents],
    }

def ticks(axis):
    low, high = sorted(axis.get_view_interval())
    if not (axis.axes.axison and axis.get_visible()):
        return []
    labels = [
        (tick.get_loc(), label.get_text().strip())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        for label in (tick.label1, tick.label2)
        if label.get_visible()
    ]
    return sorted({(at, text) for at, text in labels if text and low - 1e-9 <= at <= high + 1e-9})

def label(axes, axis):
    return axis.get_label_text() if axes.axison and axis.get_visible() else ""

def place(text):
    x, y = text.get_position()
    at = text.get_transform().transform((text.convert_xunits(x), text.convert_yunits(y)))
    return [text.get_text(), float(at[0]), float(at[1])]
"""


class Probe(nn.Module):
    """A network with batch normalization, so that its mode matters, which notes how it is used.

    `seen` has an entry for each call: the training flags of the network and of its normalization, and whether
    a graph was recorded. The call after `fails_at` others raises.
    """

    def __init__(self, state):
        super().__init__()
        self.hidden, self.relu, self.out = lab.mlp(state)
        self.norm = nn.BatchNorm1d(self.hidden.out_features, dtype=torch.float64)
        self.seen, self.fails_at = [], None

    def forward(self, x):
        """Note the call and compute logits."""
        if len(self.seen) == self.fails_at:
            raise RuntimeError("this model fails in order to see what happens then")
        logits = self.out(self.relu(self.norm(self.hidden(x))))
        self.seen.append((self.training, self.norm.training, logits.requires_grad))
        return logits


@points(0.5, "num_correct counts the samples whose largest logit is at their label", public=True)
def test_num_correct(submission):
    logits = torch.tensor([[0.5, 2.0, -1.0], [3.0, 1.0, 2.0], [-3.0, -1.0, -2.0], [0.0, 0.5, 1.0]])
    for labels, right in (([1, 0, 1, 2], 4), ([1, 2, 1, 0], 2), ([0, 1, 2, 0], 0)):
        name = f"num_correct(logits, torch.tensor({labels}))"
        expect.equal(submission.num_correct(logits, torch.tensor(labels)), right, name=name)


@points(0.5, "num_correct works for any number of samples and classes, none too")
def test_num_correct_any_size(submission, rng):
    for n, classes in (rng.sizes(2, high=20), rng.sizes(2, high=20), (1, 6), (100, 3), (3, 3)):
        for dtype in (torch.float32, torch.float64):
            # All numbers are different, and from -8 to 8.
            logits = (rng.permutation(n * classes).reshape(n, classes) / (n * classes) * 16 - 8).to(dtype)
            labels = torch.where(rng.mask(n), logits.argmax(dim=1), rng.integers(0, classes, n))
            right = sum(max(row) == row[label] for row, label in zip(logits.tolist(), labels, strict=True))
            arguments = rng.noncontiguous(logits), rng.noncontiguous(labels)
            out, after = submission.observe("num_correct", *arguments)
            expect.equal(out, right, name="num_correct(logits, labels)")
            for now, before in zip(after, arguments, strict=True):
                expect.unmodified(submission, now, before, name="tensors")
    with_gradients = submission.num_correct(logits.requires_grad_(), labels)
    expect.equal(with_gradients, right, name="num_correct of logits that require gradients")
    none = submission.num_correct(rng.normal(0, 5), torch.zeros(0, dtype=torch.int64))
    expect.equal(none, 0, name="num_correct without samples")


@points(1, "all_predictions gives the predicted and the true class of each sample, in order", public=True)
def test_all_predictions(submission, rng):
    state, (inputs, labels) = draw(rng, 11)
    loader = submission.lab.loader(inputs, labels, 4)
    answer = submission.all_predictions(submission.lab.mlp(state), loader)
    check_pair(answer, lab.mlp(state)(inputs).argmax(dim=1), labels, "all_predictions(model, loader)")


@points(
    1,
    "all_predictions keeps the order of a loader that shuffles, and gives its answer on the CPU",
    device="simulated",
)
def test_all_predictions_of_any_loader(submission, rng):
    for size, batch_size, shuffle in (
        (30, 7, True),
        (25, 8, True),
        (33, 16, True),
        (9, 4, False),
        (1, 3, True),
    ):
        state, (inputs, labels) = draw(rng, size)
        seed = rng.seed()
        # The same seed gives the same order in the grader.
        batches = list(lab.loader(inputs, labels, batch_size, shuffle, seed))
        in_order = torch.cat([part for part, _ in batches]), torch.cat([part for _, part in batches])
        loader = submission.lab.loader(inputs, labels, batch_size, shuffle, seed)
        answer = submission.all_predictions(submission.lab.mlp(state), loader)
        name = f"all_predictions of a loader that {'shuffles' if shuffle else 'does not shuffle'}"
        check_pair(answer, lab.mlp(state)(in_order[0]).argmax(dim=1), in_order[1], name)
    state, data = draw(rng, 10)
    model = submission.expression("lab.mlp(state).to('cuda')", state=state)
    far = [submission.expression("x.to('cuda')", x=part) for part in data]
    answer = submission.call("all_predictions", model, submission.lab.loader(*far, batch_size=4))
    name = "all_predictions on a GPU"
    check_pair(submission.value(answer), lab.mlp(state)(data[0]).argmax(dim=1), data[1], name)
    expect.that(
        submission.devices_of(answer) == ["cpu"],
        "all_predictions should give both tensors on the CPU, but with a model and batches on a GPU they "
        "stay there.",
    )
    expect.that(
        set(submission.devices_of(model)) == {"cuda:0"},
        "The model comes on a GPU, and all_predictions leaves it on the CPU, where its next batch is not.",
    )


@points(0.5, "all_predictions works in evaluation mode and without a graph, and restores each mode")
def test_all_predictions_modes(submission, rng):
    state, (inputs, labels) = draw(rng, 14)
    statistics = rng.normal(HIDDEN, dtype=torch.float64)
    theirs, ours = submission.define("Probe", inspect.getsource(Probe))(state), Probe(state).eval()
    ours.norm.running_mean.copy_(statistics)
    theirs.load_state_dict(lab.state(ours))
    right = ours(inputs).argmax(dim=1)
    loader = submission.lab.loader(inputs, labels, 4)
    name = "all_predictions for a model with batch normalization"
    for mixed in ({"": True, "norm": False}, {"": False, "relu": True, "norm": True}):
        set_modes(submission, theirs, mixed)
        before = submission.lab.modes(theirs)
        with expect.global_rng_unchanged(submission, name="all_predictions"):
            check_pair(submission.all_predictions(theirs, loader), right, labels, name)
        seen = theirs.seen
        in_training, with_graph = any(a or b for a, b, _ in seen), any(graph for _, _, graph in seen)
        expect.that(
            not in_training, "all_predictions runs the model in training mode: call model.eval() first."
        )
        expect.that(
            not with_graph,
            "all_predictions records a graph while the model runs: run the model inside torch.no_grad().",
        )
        check_modes(submission, theirs, before, "all_predictions")
        submission.set_attribute(theirs, "fails_at", len(seen) + 1)  # in the second batch
        expect.raises("Exception", submission.all_predictions, theirs, loader, name=f"{name} that fails")
        check_modes(submission, theirs, before, "an exception in the model")
        submission.set_attribute(theirs, "fails_at", None)


@points(1, "confusion_matrix counts true classes in rows and predicted ones in columns", public=True)
def test_confusion_matrix(submission):
    labels = torch.tensor([0, 0, 0, 1, 1, 2, 0, 2, 2, 2])
    predictions = torch.tensor([0, 1, 1, 1, 0, 2, 0, 0, 0, 0])
    counts = torch.tensor([[2, 2, 0], [1, 1, 0], [3, 0, 1]])
    expect.equal(submission.confusion_matrix(labels, predictions, 3), counts)
    four = torch.zeros(4, 4, dtype=torch.int64)
    four[:3, :3] = counts
    expect.equal(submission.confusion_matrix(labels, predictions, num_classes=4), four)


@points(1, "confusion_matrix works for any classes, absent ones too, without a loop over the samples")
def test_confusion_matrix_any_size(submission, rng):
    for n, classes, used in ((50, 4, 4), (30, 7, 5), (1, 3, 3), (300, 10, 9), (20, 1, 1), (0, 3, 3)):
        labels, predictions = rng.integers(0, used, n), rng.integers(0, used, n)
        arguments = rng.noncontiguous(labels), rng.noncontiguous(predictions)
        out, after = submission.observe("confusion_matrix", *arguments, classes)
        name = "confusion_matrix(labels, predictions, num_classes)"
        name = name if n else "confusion_matrix without samples"
        expect.equal(out, counted(labels, predictions, classes), name=name)
        for now, before in zip(after, arguments, strict=False):
            expect.unmodified(submission, now, before, name="tensors")
    steps = submission.define("python_steps", PYTHON_STEPS)
    function = submission.expression("learner.confusion_matrix")
    needed = []
    for n in (100, 2000):
        labels, predictions = rng.integers(0, 5, n), rng.integers(0, 5, n)
        taken = steps(function, labels, predictions, 5)
        needed.append(expect.number(taken, name="the number of steps"))
    # A loop over the samples takes 1,900 steps more at least, work on whole tensors none.
    expect.that(
        needed[1] - needed[0] < 500,
        "The more samples, the more steps of Python confusion_matrix takes. Count on whole tensors.",
    )


@points(0.5, "confusion_matrix refuses classes that do not exist with a ValueError")
def test_confusion_matrix_refuses(submission, rng):
    n, classes = rng.integer(5, 10), rng.integer(3, 6)
    labels, predictions = rng.integers(0, classes, n), rng.integers(1, classes, n)
    labels[0], predictions[0], labels[1], predictions[1] = 0, classes - 1, classes - 1, 0
    name = "confusion_matrix(labels, predictions, num_classes)"
    counts = counted(labels, predictions, classes)
    expect.equal(submission.confusion_matrix(labels, predictions, classes), counts, name=name)
    for which, place, wrong, what in (
        ("label", 1, classes, "is num_classes"),
        ("label", 0, -1, "is -1"),
        ("label", 2, classes + 3, "is larger than num_classes"),
        ("prediction", 0, classes, "is num_classes"),
        ("prediction", 0, classes + 1, "is larger than num_classes"),
        ("prediction", 1, -1, "is -1"),
    ):
        broken = {"label": labels.clone(), "prediction": predictions.clone()}
        broken[which][place] = wrong
        name = f"confusion_matrix where a {which} {what}"
        expect.raises("ValueError", submission.confusion_matrix, *broken.values(), classes, name=name)


def counted(labels, predictions, classes):
    """Count pairs one by one."""
    counts = torch.zeros(classes, classes, dtype=torch.int64)
    for pair in zip(labels.tolist(), predictions.tolist(), strict=True):
        counts[pair] += 1
    return counts


@points(0.5, "per_class_accuracy gives the share of each class that is right", public=True)
def test_per_class_accuracy(submission):
    matrix = torch.tensor([[8, 2, 0], [1, 3, 0], [4, 3, 1]])
    check_accuracy(submission.per_class_accuracy(matrix), [0.8, 0.75, 0.125], "per_class_accuracy(matrix)")


@points(0.5, "per_class_accuracy works for any matrix, and gives NaN for a class without samples")
def test_per_class_accuracy_any_matrix(submission, rng):
    for classes, largest in ((3, 5), (5, 20), (9, 1000), (4, 10**7)):
        matrix = rng.integers(1, largest, classes, classes)
        none_right, all_right, absent = rng.permutation(classes)[:3].tolist()
        matrix[none_right, none_right] = 0
        matrix[all_right] = 0
        matrix[all_right, all_right] = 7
        matrix[absent] = 0  # though other classes are still taken for it
        shares = [
            row[number] / sum(row) if sum(row) else float("nan") for number, row in enumerate(matrix.tolist())
        ]
        matrix = rng.noncontiguous(matrix)
        out, (after,) = submission.observe("per_class_accuracy", matrix)
        check_accuracy(out, shares, "per_class_accuracy(matrix)")
        expect.unmodified(submission, after, matrix, name="matrix")
    name = "per_class_accuracy of a matrix of zeros"
    check_accuracy(submission.per_class_accuracy(torch.zeros(3, 3).long()), [float("nan")] * 3, name)


@points(0.5, "image_grid lays images out row by row, with zeros between and around", public=True)
def test_image_grid(submission):
    images = torch.arange(1, 25).reshape(4, 1, 2, 3)
    for count, nrow, padding in ((4, 2, 1), (3, 2, 1), (4, 4, 2)):
        check_grid(submission, images[:count], nrow, padding, f"image_grid(images, {nrow}, {padding})")


@points(1, "image_grid works for any images, widths and paddings, and keeps channels and dtype")
def test_image_grid_any_images(submission, rng):
    n, height, width = rng.sizes(3, low=3)
    for count, channels, nrow, padding, dtype in (
        (n, 1, 2, 2, torch.uint8),
        (n, 3, n - 1, 0, torch.float32),
        (n, 2, n, 1, torch.float64),
        (n, 4, n + 3, 3, torch.float32),
        (2, 3, 1, 5, torch.int64),
        (13, 1, 4, 1, torch.float32),
        (12, 3, 4, 2, torch.float64),
    ):
        images = rng.integers(1, 200, count, channels, height, width).to(dtype)
        images = rng.noncontiguous(images / 8 if dtype.is_floating_point else images)
        kind = "an incomplete last row" if count % nrow else "complete rows"
        kind = "fewer images than nrow" if count < nrow else kind
        name = f"image_grid(images, nrow, padding) with {kind}"
        check_grid(submission, images, nrow, padding, name)
    images = rng.normal(5, 3, width, height)
    name = "image_grid(images, nrow) without padding given"
    expect.equal(submission.image_grid(images, nrow=3), grid_of(images, 3, 2), name=name)


@points(0.5, "plot_confusion_matrix draws the counts, with names and labels at both axes", public=True)
def test_plot(submission):
    matrix = torch.tensor([[12, 3, 0], [1, 25, 4], [6, 2, 37]])
    names = ["cat", "dog", "eel"]
    check_plot(submission, submission.call("plot_confusion_matrix", matrix, names), matrix, names)


@points(1, "plot_confusion_matrix draws any matrix, and each into a figure of its own")
def test_plot_any_matrix(submission, rng):
    names = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
    drawn = []
    for classes in (rng.integer(3, 6), 2, 7):
        # All counts differ, so that each one shows where it stands.
        matrix = rng.permutation(classes**2).reshape(classes, classes) * 11
        chosen = [names[number] for number in rng.permutation(len(names))[:classes].tolist()]
        kept = submission.keep(rng.noncontiguous(matrix))
        figure = submission.call("plot_confusion_matrix", kept, chosen)
        check_plot(submission, figure, matrix, chosen)
        expect.unmodified(submission, kept, matrix, name="matrix")
        drawn.append((figure, matrix, chosen))
    expect.that(
        not submission.same(drawn[0][0], drawn[1][0]),
        "plot_confusion_matrix draws into the same figure at each call. Make a new one each time.",
    )
    check_plot(submission, *drawn[0])


# Models and data


def draw(rng, size):
    """Weights of a small network in float64, and (inputs, labels) in which it sees three classes or more."""
    while True:
        state = {
            "0.weight": rng.normal(HIDDEN, INPUTS, dtype=torch.float64),
            "0.bias": rng.normal(HIDDEN, dtype=torch.float64),
            "2.weight": rng.normal(CLASSES, HIDDEN, dtype=torch.float64),
            "2.bias": rng.normal(CLASSES, dtype=torch.float64),
        }
        inputs, labels = rng.normal(size, INPUTS, dtype=torch.float64), rng.integers(0, CLASSES, size)
        if len(lab.mlp(state)(inputs).argmax(dim=1).unique()) >= min(3, size):
            return state, (inputs, labels)


def check_pair(answer, predictions, labels, name):
    """Check the two tensors that all_predictions gives."""
    fits = isinstance(answer, tuple | list) and len(answer) == 2
    expect.that(fits, f"{name} should return a pair of tensors: predictions and labels.")
    expect.equal(answer[0], predictions, name=f"predictions, from {name},")
    expect.equal(answer[1], labels, name=f"labels, from {name},")


def set_modes(submission, model, modes):
    """Set the training flag of single submodules, "" being the model itself; the others get the model's."""
    model.train(modes[""])
    for name, training in modes.items():
        if name:
            submission.set_attribute(submission.attribute(model, name), "training", training)


def check_modes(submission, model, before, what):
    """The training flags are what they were."""
    expect.that(
        submission.lab.modes(model) == before,
        f"After {what} a part of the model is in another mode than before. Remember the `training` flag of "
        "each module in model.modules(), and set it back in a finally block.",
    )


def check_accuracy(out, shares, name):
    """Check shares in whatever floating dtype they come."""
    expect.tensor(out, name=name)
    text = f"{name} should have a floating dtype."
    expect.that(out.dtype.is_floating_point, text, f"{text} It has {out.dtype}.")
    right = torch.tensor(shares, dtype=torch.float64)
    expect.shape(out, right.shape, name=name)
    expect.that(
        torch.equal(out.isnan(), right.isnan()),
        f"{name} should be NaN for a class without samples, and for no other.",
    )
    expect.close(out, right, check_dtype=False, equal_nan=True, name=name)


# Grids


def grid_of(images, nrow, padding):
    """Lay images out with padding on the right and below, row by row, and then pad on the left and above."""
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    free = images.new_zeros(-count % columns, channels, height, width)
    padded = nn.functional.pad(torch.cat([images, free]), (0, padding, 0, padding))
    rows = [torch.cat(list(row), dim=2) for row in padded.split(columns)]
    return nn.functional.pad(torch.cat(rows, dim=1), (padding, 0, padding, 0))


def check_grid(submission, images, nrow, padding, name):
    """Check a grid, and that it was not made by torchvision."""
    expect.not_used(submission, "torchvision*make_grid", because=NO_MAKE_GRID)
    function = submission.expression("learner.image_grid")
    answer = submission.define("with_witness", WITH_WITNESS)(function, images, nrow, padding)
    grid, after, found = answer
    expect.that(
        found is False,
        f"torchvision's make_grid is called, which this exercise does not allow. Why: {NO_MAKE_GRID}.",
    )
    expect.equal(grid, grid_of(images, nrow, padding), name=name)
    expect.unmodified(submission, after, images, name="images")


# Figures


def check_plot(submission, figure, matrix, names):
    """Check what a figure shows."""
    expect.instance(submission, figure, "matplotlib.figure.Figure", name="What plot_confusion_matrix returns")
    parts = submission.define("look", LOOK)(figure)
    shown = [text for part in parts for text, _, _ in part["texts"]]
    parts = [part for part in parts if any(count_in(text) is not None for text, _, _ in part["texts"])]
    text = "The figure should have one pair of axes whose cells hold the counts as text."
    expect.that(
        len(parts) == 1, text, f"{text} There are {len(parts)}. The texts in the figure are {shown[:12]}."
    )
    (part,) = parts
    for axis in ("x", "y"):
        labels = [label for _, label in part[f"{axis} ticks"]]
        text = f"The ticks of the {axis} axis should be labelled with the names of the classes, each once."
        expect.that(sorted(labels) == sorted(names), text, f"{text} They are labelled {labels}.")
        expect.that(
            bool(part[f"{axis} label"].strip()),
            f"The {axis} axis has no label: set one that says what it shows.",
        )
    x_label, y_label = part["x label"], part["y label"]
    expect.that(
        not says("predict", y_label, x_label) and not says("true", x_label, y_label),
        "The labels of the axes are swapped: true classes are on the y axis, predicted ones on the x axis.",
    )
    check_cells(part, matrix, names)


def says(word, label, other):
    """Return whether a word is in one label and not in the other."""
    return word in label.lower() and word not in other.lower()


def count_in(text):
    """Return the count that a text begins with ("12", "1,234", "12.0", "12 (8%)"), or None."""
    found = re.match(r"\s*(\d+(?:,\d{3})*)(?:\.0+)?(?![\w%]|[.,]\d)", text)
    return int(found[1].replace(",", "")) if found else None


def check_cells(part, matrix, names):
    """Check that the cell of each pair of names holds its count."""
    cells = [(count_in(text), x, y) for text, x, y in part["texts"] if count_in(text) is not None]
    wanted = len(names) ** 2
    shown = [text for text, _, _ in part["texts"]]
    for wrong, text in (
        (len(cells) < wanted, "There should be one count for each pair of classes, zeros too."),
        (len(cells) > wanted, "There are more counts than cells: a figure should hold this one plot."),
    ):
        expect.that(not wrong, text, f"{text} The texts are {shown[:12]}.")
    left, bottom, right, top = part["box"]
    inside = all(left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 for _, x, y in cells)
    expect.that(inside, "Some counts stand outside of the axes. Each one belongs into its cell.")
    columns = lines_of([x for _, x, _ in cells], len(names))
    rows = lines_of([-y for _, _, y in cells], len(names))
    expect.that(
        len(set(zip(rows, columns, strict=False))) == wanted,
        "The counts do not stand in rows and columns, one count in each cell.",
    )
    for axis, places, lines in (
        ("x", [x for _, x, _ in cells], columns),
        ("y", [y for _, _, y in cells], rows),
    ):
        check_names_at_cells(axis, sorted(part[f"{axis} ticks"]), places, lines, len(names))
    # The names from left to right and from top to bottom: the order of the classes is free.
    along = [name for _, name in sorted(part["x ticks"])]
    down = [name for _, name in sorted(part["y ticks"], reverse=True)]
    found = torch.zeros_like(matrix)
    for (count, _, _), row, column in zip(cells, rows, columns, strict=True):
        found[names.index(down[row]), names.index(along[column])] = count
    expect.that(
        torch.equal(found, matrix) or not torch.equal(found, matrix.T),
        "Rows and columns are swapped in the plot: true classes go down the y axis, predicted ones along the "
        "x axis.",
    )
    wrong = (found != matrix).nonzero().tolist()
    text = (
        "Some cells do not hold the count of the true class (y axis) and the predicted class (x axis) there."
    )
    detail = "".join(
        f" For the true class {names[i]} and the predicted class {names[j]}, {found[i, j]} stands there, and "
        f"{matrix[i, j]} is expected."
        for i, j in wrong[:1]
    )
    expect.that(not wrong, text, text + detail)


def check_names_at_cells(axis, ticks, places, lines, count):
    """Check that each name stands at its row or column of counts: off by less than 3/4 of a cell."""
    order = range(count) if axis == "x" else range(count - 1, -1, -1)  # pixels are counted from below
    centres = [sum(p for p, line in zip(places, lines, strict=True) if line == one) / count for one in order]
    cell = min(after - before for before, after in itertools.pairwise(centres))
    aligned = all(abs(at - centre) < 0.75 * cell for (at, _), centre in zip(ticks, centres, strict=True))
    text = f"The names at the {axis} axis do not stand at the cells of their classes."
    expect.that(aligned, f"{text} Place one tick at each {'column' if axis == 'x' else 'row'} of cells.")


def lines_of(places, count):
    """Number the columns, or rows, that texts stand in: `count` of them with so many texts each, or none."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    numbers = [0] * len(places)
    for rank, number in enumerate(order):
        numbers[number] = rank // count
    ends = [(places[order[rank - 1]], places[order[rank]]) for rank in range(count, len(places), count)]
    return numbers if all(end < start - 1 for end, start in ends) else []  # at least a pixel between two
