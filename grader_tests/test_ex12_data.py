"""The hidden suite of exercise 12: datasets, class counts, loaders, images in files, splits, statistics."""

import io
import itertools
import struct

import numpy as np
import torch
from PIL import Image

from autograder.testing import expect, oracle, points

# Run in the worker. All items of a dataset that has no iterator of its own:
ITEMS = "lambda data: [data[index] for index in range(len(data))]"
# Of the datasets that `numbered` makes, the (number, label) pairs of one epoch, batch by batch:
EPOCH = "lambda loader: [list(zip(x.flatten().tolist(), y.tolist())) for x, y in loader]"
# The pixels of a PIL image:
PIXELS = "lambda image: np.array(image)"

# Images of different shapes: no default collate function can stack them.
UNEVEN = """
class Uneven(torch.utils.data.Dataset):
    def __init__(self, labels):
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return torch.zeros(1, 2 + index, 3), self.labels[index]
"""

# Notes attempts to download, and makes none.
SPY = """
import torchvision
attempts = []
torchvision.datasets.MNIST.download = lambda self: attempts.append("download")
"""

# Batches of given sizes, each with strides of its own; notes how often an epoch is begun.
BATCHES = """
class Batches(torch.utils.data.DataLoader):
    passes = 0

    def __iter__(self):
        self.passes += 1
        return super().__iter__()

def strided(items):
    images, labels = zip(*items)
    return torch.stack([image.mT for image in images]).mT, torch.stack(labels)

def loader(images, labels, sizes):
    positions = iter(range(len(images)))
    sampler = [[next(positions) for _ in range(size)] for size in sizes]
    data = torch.utils.data.TensorDataset(images, labels)
    return Batches(data, batch_sampler=sampler, collate_fn=strided, generator=torch.Generator())
"""

# Rewrites a file, as any other program may between two accesses.
REWRITE = """
def rewrite(path, content):
    with open(path, "wb") as file:
        file.write(content)
"""

# Notes each image that it is called with.
TRANSFORM = """
class Transform:
    def __init__(self):
        self.seen = []

    def __call__(self, image):
        self.seen.append((image.mode, list(image.size)))
        return torch.from_numpy(np.array(image)).permute(2, 0, 1)
"""


@points(1, "load_fashion_mnist gives float images between 0 and 1, with their labels", public=True)
def test_load_images(submission, rng):
    pixels, labels = rng.integers(0, 256, 3, 28, 28), rng.integers(0, 10, 3)
    root = submission.files(fashion_mnist(train=(pixels, labels), test=(pixels[:1], labels[:1])))
    dataset = submission.load_fashion_mnist(root, True)
    expect.instance(submission, dataset, "torchvision.datasets.FashionMNIST")
    check_fashion_items(submission, dataset, pixels, labels)


@points(0.5, "load_fashion_mnist knows the test part, and says when files are missing")
def test_load_test_part(submission, rng):
    pixels, labels = rng.integers(0, 256, 5, 28, 28), rng.integers(0, 10, 5)
    root = submission.files(fashion_mnist(train=(pixels[:2], labels[:2]), test=(pixels[2:], labels[2:])))
    test_part = submission.load_fashion_mnist(root, train=False)
    expect.instance(submission, test_part, "torchvision.datasets.FashionMNIST")
    check_fashion_items(submission, test_part, pixels[2:], labels[2:])

    elsewhere = submission.files({"nothing/of/interest.txt": b"no images"})
    attempts = submission.define("attempts", SPY)
    expect.raises(
        "RuntimeError",
        submission.load_fashion_mnist,
        f"{elsewhere}/nothing",
        train=True,
        name="load_fashion_mnist for a folder without the files",
    )
    expect.that(
        submission.value(attempts) == [],
        "load_fashion_mnist tries to download the files that are missing. It should never download anything.",
    )


@points(0.5, "class_counts counts the labels of a dataset, absent classes too", public=True)
def test_class_counts(submission, rng):
    labels = torch.tensor([3, 1, 3, 0, 3, 1])[rng.permutation(6)]
    dataset = submission.lab.dataset(rng.normal(6, 1, 4, 3), labels)
    counts = submission.class_counts(dataset)
    expect.equal(counts, torch.tensor([1, 2, 0, 3, 0, 0, 0, 0, 0, 0]))
    expect.equal(submission.class_counts(dataset, num_classes=5), torch.tensor([1, 2, 0, 3, 0]))


@points(0.5, "class_counts works for parts of datasets, and for images of different shapes")
def test_class_counts_of_any_dataset(submission, rng):
    labels = rng.integers(0, 7, 30)
    chosen = rng.permutation(30)[:17]
    whole = submission.lab.dataset(rng.normal(30, 1, 2, 3), labels)
    part = submission.lab.subset(whole, chosen.tolist())
    counts = submission.class_counts(part, 8)
    expect.equal(counts, labels[chosen].bincount(minlength=8), name="class_counts of a Subset")

    uneven = submission.define("Uneven", UNEVEN)
    counts = submission.class_counts(uneven(labels.tolist()), 7)
    name = "class_counts of images of different shapes"
    expect.equal(counts, labels.bincount(minlength=7), name=name)
    short = submission.lab.dataset(rng.normal(30, 1), labels.to(torch.uint8))
    counts = submission.class_counts(short, 7)
    expect.equal(counts, labels.bincount(minlength=7), name="class_counts of labels that are uint8 tensors")
    none = submission.class_counts(submission.lab.subset(whole, []), 4)
    expect.equal(none, torch.zeros(4, dtype=torch.int64), name="class_counts of a dataset without items")


@points(0.5, "make_loader gives batches in order and keeps the last, smaller one", public=True)
def test_loader_batches(submission, rng):
    dataset, pairs = numbered(submission, rng, 11)
    loader = submission.make_loader(dataset, 4, False)
    expect.instance(submission, loader, "torch.utils.data.DataLoader")
    for which in ("first", "second"):
        check_in_order(submission.expression(EPOCH)(loader), pairs, [4, 4, 3], f"the {which} epoch")


@points(1, "make_loader shuffles anew in each epoch, and the same again for the same seed")
def test_loader_order_follows_the_seed(submission, rng):
    dataset, pairs = numbered(submission, rng, rng.integer(64, 72))  # not divisible by 9
    seed = rng.seed()
    loaders = [submission.make_loader(dataset, 9, True, seed=number) for number in (seed, seed, seed + 1)]
    epoch = submission.expression(EPOCH)
    orders = []
    for loader in loaders:
        expect.instance(submission, loader, "torch.utils.data.DataLoader", name="make_loader(...)")
        # Whatever else is drawn in between, the order depends on the seed alone.
        submission.expression("lambda: (torch.rand(3), np.random.rand(2)) and None")()
        orders.append([joined(epoch(loader), pairs), joined(epoch(loader), pairs)])
    first, same, other = orders
    expect.that(first[0] != pairs, "With shuffle=True the items still come in the dataset's order.")
    expect.that(first[0] != first[1], "With shuffle=True the second epoch has the same order as the first.")
    expect.that(
        first[0] == same[0],
        "Two loaders made with the same seed have different orders in their first epoch. "
        "The order should depend on the seed and on nothing else.",
    )
    expect.that(
        first[1] == same[1],
        "Two loaders made with the same seed have different orders in their second epoch.",
    )
    expect.that(first[0] != other[0], "Two loaders made with different seeds have the same order.")


@points(1, "make_loader leaves the global random state alone, and loads in other processes")
def test_loader_leaves_the_random_state(submission, rng):
    dataset, pairs = numbered(submission, rng, 13)
    epoch = submission.expression(EPOCH)
    for shuffle in (False, True):
        named = f"make_loader(..., shuffle={shuffle})"
        with expect.global_rng_unchanged(submission, name=named):
            loader = submission.make_loader(dataset, 5, shuffle)
        expect.instance(submission, loader, "torch.utils.data.DataLoader", name=named)
        with expect.global_rng_unchanged(submission, name=f"Iterating over {named}"):
            joined(epoch(loader), pairs)
            joined(epoch(loader), pairs)

    loader = submission.make_loader(dataset, 5, False, num_workers=2)
    expect.that(
        loader.num_workers == 2,
        "make_loader(..., num_workers=2) gives a loader with another number of workers.",
    )
    with expect.global_rng_unchanged(submission, name="Iterating with num_workers=2"):
        batches = epoch(loader)
    check_in_order(batches, pairs, [5, 5, 3], "an epoch with num_workers=2")


@points(1, "ImageFolderDataset gives an RGB image and its label, one label for each path", public=True)
def test_image_items(submission, rng):
    pictures = [picture(rng, 4, 7, 3), picture(rng, 5, 2, 3)]
    folder = submission.files({"a.png": png(pictures[0]), "b.png": png(pictures[1])})
    paths = [f"{folder}/a.png", f"{folder}/b.png"]
    dataset = submission.ImageFolderDataset(paths, [6, 2])
    expect.instance(submission, dataset, "torch.utils.data.Dataset")
    expect.equal(len(dataset), 2, name="len(dataset) for two paths")
    for index, (pixels, label) in enumerate(zip(pictures, [6, 2], strict=True)):
        image, given = item_of(dataset, index)
        check_rgb(submission, image, pixels, f"the image of dataset[{index}]")
        expect.equal(given, label, name=f"the label of dataset[{index}]")
    expect.raises(
        "ValueError",
        submission.ImageFolderDataset,
        paths,
        [6],
        name="ImageFolderDataset for two paths and one label",
    )
    expect.raises(
        "ValueError",
        submission.ImageFolderDataset,
        paths,
        [6, 2, 1],
        name="ImageFolderDataset for two paths and three labels",
    )


@points(0.5, "ImageFolderDataset turns grey and palette images into RGB, and applies the transform")
def test_image_conversion(submission, rng):
    grey = picture(rng, 5, 3)
    see_through = np.concatenate([picture(rng, 2, 6, 3), np.full((2, 6, 1), 255, np.uint8)], axis=-1)
    palette = Image.fromarray(picture(rng, 4, 5, 3)).quantize(8)
    sources = [Image.fromarray(grey), Image.fromarray(see_through), palette]
    files = {f"{number}.png": png(image) for number, image in enumerate(sources)}
    folder = submission.files(files)
    paths = [f"{folder}/{name}" for name in files]
    expected = [np.asarray(image.convert("RGB")) for image in sources]
    kinds = ["a grey file", "a file with an alpha channel", "a file with a palette"]

    plain = submission.ImageFolderDataset(paths, torch.tensor([4, 0, 2]))
    for index, kind in enumerate(kinds):
        image, label = item_of(plain, index)
        check_rgb(submission, image, expected[index], f"the image of {kind}")
        expect.equal(label, [4, 0, 2][index], name="the label, where the labels are a tensor")

    transform = submission.define("Transform", TRANSFORM)()
    changed = submission.ImageFolderDataset(paths, [1, 5, 9], transform=transform)
    for index, kind in enumerate(kinds):
        image, label = item_of(changed, index)
        wanted = torch.from_numpy(expected[index].copy()).permute(2, 0, 1)
        expect.equal(image, wanted, name=f"the image of {kind} after the transform")
        expect.equal(label, [1, 5, 9][index], name="the label beside a transformed image")


@points(1, "ImageFolderDataset opens an image when it is asked for, never before")
def test_image_is_opened_late(submission, rng):
    first, before, after = picture(rng, 3, 5, 3), picture(rng, 4, 6, 3), picture(rng, 4, 6, 3)
    folder = submission.files({"first.png": png(first), "later.png": png(before), "broken.png": b"no image"})
    paths = [f"{folder}/{name}.png" for name in ("first", "missing", "broken", "later")]
    dataset = submission.ImageFolderDataset(paths, [0, 1, 2, 3])
    expect.equal(len(dataset), 4, name="len(dataset) with a missing and a broken file")
    image, label = item_of(dataset, 0)
    check_rgb(submission, image, first, "the image of dataset[0] beside a missing and a broken file")
    expect.equal(label, 0, name="the label of dataset[0]")
    submission.define("rewrite", REWRITE)(paths[3], png(after))
    image, label = item_of(dataset, 3)
    check_rgb(submission, image, after, "an image that was rewritten before it was asked for")
    expect.equal(label, 3, name="the label of dataset[3]")

    transform = submission.define("Transform", TRANSFORM)()
    changed = submission.ImageFolderDataset(paths, [0, 1, 2, 3], transform)
    expect.that(transform.seen == [], "The transform is called before any image is asked for.")
    item_of(changed, 0)
    expect.that(
        transform.seen == [("RGB", [5, 3])],
        "When dataset[0] is asked for, the transform should be called once, with that image in RGB.",
    )


@points(
    0.5, "split gives every item to exactly one part, the right number of them to the test part", public=True
)
def test_split(submission, rng):
    dataset, pairs = numbered(submission, rng, 11)
    train, test = parts_of(submission, submission.split(dataset, 0.25, 3))
    check_parts(train, test, pairs, 3)  # round(2.75)
    train, test = parts_of(submission, submission.split(dataset, 0.3, seed=4))
    check_parts(train, test, pairs, 3)  # round(3.3)


@points(1, "split is random, the same again for the same seed, and leaves the random state alone")
def test_split_follows_the_seed(submission, rng):
    dataset, pairs = numbered(submission, rng, 120)
    seed = rng.seed()
    members = []
    for number in (seed, seed, seed + 1):
        with expect.global_rng_unchanged(submission, name="split"):
            answer = submission.split(dataset, 0.25, number)
        train, test = parts_of(submission, answer)
        check_parts(train, test, pairs, 30)
        members.append(sorted(number for number, _ in test))
        submission.expression("lambda: (torch.rand(3), np.random.rand(2)) and None")()
    first, same, other = members
    expect.that(first == same, "The same seed gives another split.")
    expect.that(first != other, "Another seed gives the same split.")
    for chosen in (first, other):
        # Of 120 items, 30 at random leave gaps of many sizes; a block or every fourth item leaves one or two.
        gaps = {after - before for before, after in itertools.pairwise(chosen)}
        expect.that(
            len(gaps) > 2, "The test items are not chosen at random: they follow a pattern in the dataset."
        )


@points(0.5, "channel_stats gives the mean and the deviation of each channel", public=True)
def test_channel_stats(submission, rng):
    images, labels = spread(rng, 6, 3, 4, 5), rng.integers(0, 10, 6)
    loader = submission.lab.loader(images, labels, batch_size=3)
    mean, std = pair_of(submission.channel_stats(loader), "channel_stats(loader)", "mean and std")
    check_stats(mean, std, images)


@points(0.5, "channel_stats counts each pixel once in uneven batches, in one pass, and keeps the dtype")
def test_channel_stats_of_uneven_batches(submission, rng):
    make = submission.define("loader", BATCHES)
    for channels, dtype in ((1, torch.float32), (2, torch.float64)):
        sizes = [1, 5, 2]
        images = spread(rng, 8, channels, 3, 4, dtype=dtype)
        loader = make(images, rng.integers(0, 10, 8), sizes)
        mean, std = pair_of(submission.channel_stats(loader), "channel_stats(loader)", "mean and std")
        check_stats(mean, std, images)
        expect.that(loader.passes == 1, "channel_stats should iterate over the loader exactly once.")

    # Of so many channels, rounding makes the variance of some negative. Its square root is then about 1e-8.
    equal = rng.uniform(40, 1, 1, low=0.1, high=1.0, dtype=torch.float64).expand(8, 40, 3, 4)
    loader = make(equal, rng.integers(0, 10, 8), sizes)
    mean, std = pair_of(submission.channel_stats(loader), "channel_stats(loader)", "mean and std")
    expect.close(mean, equal[0, :, 0, 0], rtol=1e-9, name="the mean of channels whose pixels are all equal")
    expect.close(
        std, torch.zeros_like(mean), atol=1e-6, name="the deviation of channels whose pixels are all equal"
    )


# FashionMNIST on disk


def fashion_mnist(train, test):
    """Return the four files of a torchvision root."""
    files = {}
    for part, (pixels, labels) in {"train": train, "t10k": test}.items():
        count = len(labels)
        head = struct.pack(">IIII", 2051, count, 28, 28)
        folder = "FashionMNIST/raw"
        files[f"{folder}/{part}-images-idx3-ubyte"] = head + pixels.to(torch.uint8).numpy().tobytes()
        labels_head = struct.pack(">II", 2049, count)
        files[f"{folder}/{part}-labels-idx1-ubyte"] = labels_head + labels.to(torch.uint8).numpy().tobytes()
    return files


def check_fashion_items(submission, dataset, pixels, labels):
    """Check all items of a FashionMNIST dataset."""
    expect.that(
        len(dataset) == len(labels),
        "The dataset does not have as many items as this part has images.",
        f"The dataset has {len(dataset)} items, and this part has {len(labels)} images.",
    )
    for index, (picture, label) in enumerate(zip(pixels, labels, strict=True)):
        image, given = item_of(dataset, index)
        name = f"the image of dataset[{index}]"
        expect.shape(image, (1, 28, 28), name=name)
        expect.that(
            image.dtype.is_floating_point,
            f"{name} should have a floating dtype, but it has {image.dtype}.",
        )
        # Any floating dtype will do, and so will any way to scale: one rounding of float32 is forgiven.
        expected = picture.double().unsqueeze(0) / 255
        expect.close(image.double(), expected, rtol=0, atol=1e-6, name=name)
        expect.that(
            whole(given) == int(label),
            f"The label of dataset[{index}] is not the one in the file.",
            f"The label of dataset[{index}] should be {int(label)}, but it is {given!r}.",
        )


# Datasets of numbered items


def numbered(submission, rng, count):
    """Return a dataset whose images are 0.0, 1.0, ... with labels that go with them, and these pairs."""
    labels = rng.integers(0, 1000, count)
    images = torch.arange(float(count)).reshape(count, 1)
    pairs = [(float(number), int(label)) for number, label in enumerate(labels)]
    return submission.lab.dataset(images, labels), pairs


def joined(batches, pairs):
    """Return the pairs of an epoch in their order; each must have come exactly once."""
    order = [pair for batch in batches for pair in batch]
    expect.that(
        len(order) == len(pairs),
        "An epoch does not have as many items as the dataset.",
        f"An epoch has {len(order)} items, and the dataset has {len(pairs)}.",
    )
    expect.that(
        sorted(order) == pairs,
        "An epoch does not hold each (image, label) pair of the dataset exactly once.",
    )
    return order


def check_in_order(batches, pairs, sizes, name):
    """Check that the batches of an epoch have these sizes, and the items the dataset's order."""
    found = [len(batch) for batch in batches]
    expect.that(
        found == sizes,
        f"The batches of {name} do not have the right sizes.",
        f"The batches of {name} have the sizes {found}, and {sizes} are expected.",
    )
    expect.that(
        [pair for batch in batches for pair in batch] == pairs,
        f"With shuffle=False the items of {name} do not come in the dataset's order.",
    )


def parts_of(submission, answer):
    """Return the (number, label) pairs of the two parts of a split."""
    parts = pair_of(answer, "split(...)", "train and test")
    return [pairs_of(submission, part, name) for part, name in zip(parts, ("train", "test"), strict=True)]


def pairs_of(submission, part, name):
    """Return the (number, label) pairs of one part; anything with a length and items will do."""
    has_items = hasattr(type(part), "__getitem__")
    expect.that(has_items, f"{name}, from split(...), should be a dataset.")
    pairs = []
    for item in submission.expression(ITEMS)(part):
        image, label = pair_of(item, f"Each item of {name}", "image and label, as in the dataset")
        expect.shape(image, (1,), name=f"the image of an item of {name}")
        pairs.append((image.item(), whole(label)))
    return pairs


def whole(value):
    """Return a label as int: an int itself, or a tensor of one number; -1 for anything else."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        value = value.item()
    return value if isinstance(value, int) else -1


def check_parts(train, test, pairs, test_size):
    """Check that two parts hold all pairs, each once."""
    found, sizes = (len(train), len(test)), (len(pairs) - test_size, test_size)
    expect.that(
        found == sizes,
        "The two parts do not have the right numbers of items.",
        f"train and test have {found[0]} and {found[1]} items, and {sizes[0]} and {sizes[1]} are expected.",
    )
    both = sorted(set(train) & set(test))
    expect.that(
        not both,
        "Some items are in both parts.",
        f"Some items are in both parts: {both[:5]} as (image, label).",
    )
    missing = sorted(set(pairs) - set(train) - set(test))
    expect.that(
        sorted(train + test) == pairs,
        "The two parts together do not hold each item of the dataset exactly once.",
        f"The two parts together do not hold each item exactly once; missing are {missing[:5]}.",
    )


# Images


def picture(rng, *shape):
    """Return random pixels as NumPy has them."""
    return rng.integers(0, 256, *shape).to(torch.uint8).numpy()


def png(image):
    """Return the bytes of a PNG file; nothing is lost in it."""
    buffer = io.BytesIO()
    (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(buffer, "PNG")
    return buffer.getvalue()


def check_rgb(submission, image, pixels, name):
    """Check that an image in the worker is a PIL image in RGB with these pixels."""
    expect.instance(submission, image, "PIL.Image.Image", name=name)
    mode = image.mode
    expect.that(
        mode == "RGB", f"The mode of {name} should be RGB.", f"The mode of {name} should be RGB: {mode!r}."
    )
    expect.equal(submission.expression(PIXELS)(image), pixels, name=f"the pixels of {name}")


# Pairs


def item_of(dataset, index):
    """Return an item of a dataset, which must be a pair."""
    return pair_of(dataset[index], f"dataset[{index}]", "image and label")


def pair_of(value, name, what):
    """Return the two parts of an answer; a tuple or a list will do."""
    fits = isinstance(value, tuple | list) and len(value) == 2
    expect.that(fits, f"{name} should be a pair: {what}.")
    return value


# Statistics


def spread(rng, count, channels, height, width, dtype=torch.float64):
    """Return images that differ in mean, and channels that differ in mean and deviation."""
    scale = rng.uniform(channels, 1, 1, low=0.5, high=2.0, dtype=torch.float64)
    shift = rng.uniform(count, channels, 1, 1, low=-1.0, high=1.0, dtype=torch.float64)
    return (rng.normal(count, channels, height, width, dtype=torch.float64) * scale + shift).to(dtype)


@oracle
def exact_stats(images):
    """Mean and deviation of each channel, found in float64."""
    exact = images.double().transpose(0, 1).flatten(1)
    return exact.mean(dim=1).to(images.dtype), exact.std(dim=1, unbiased=False).to(images.dtype)


def check_stats(mean, std, images):
    """Check a mean and a deviation of each channel."""
    # Sums in float32 may round at every pixel: a hundred pixels stay far below 1e-4 of values near 1.
    # Dividing by one pixel less changes the deviation by 4e-3.
    rtol, atol = (1e-4, 1e-4) if images.dtype == torch.float32 else (1e-9, 1e-9)
    expected = exact_stats(images)
    expect.close(mean, expected[0], rtol=rtol, atol=atol, name="the mean of each channel")
    expect.close(std, expected[1], rtol=rtol, atol=atol, name="the deviation of each channel")
